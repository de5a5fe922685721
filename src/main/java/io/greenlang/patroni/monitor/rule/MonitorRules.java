package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.SetUp;
import io.greenlang.patroni.monitor.rule.Rule.Check;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** How well the monitor itself sees. */
final class MonitorRules {
    /** Judged when somebody asks, because a poll that hangs judges nothing: see {@link Overdue}. */
    static final Rule POLL_FAILING = Rule.of(
            new Rule.Card(
                    "PatroniMonitorPollFailing",
                    "poll-failing",
                    Unit.INTERVALS,
                    StateEffect.NONE,
                    "The monitor has not finished a poll of the cluster for several intervals",
                    "No poll of $cluster has finished for several intervals."),
            Rule.Case.judgedHere(Check.NEVER),
            Rule.Case.judgedHere(Check.NEVER));

    /** The metric {@code patroni_monitor_privileges_ok} is 0 for a missing disk view, too, which is no alert. */
    static final Rule PRIVILEGES = Rule.warningJudgedHere(
            new Rule.Card(
                    "PatroniMonitorPrivileges",
                    "privileges",
                    Unit.CONDITION,
                    StateEffect.NONE,
                    "PostgreSQL does not let the monitor read what it needs",
                    "PostgreSQL on $member of $cluster refuses the monitor's login, or its role is not a member of pg_monitor."
                            + " Check pg_hba.conf and the password; " + SetUp.ADVICE + "."),
            MonitorRules::privileges);

    /** Only in the rule files: it is about the daemon, and the daemon's own alerts are about clusters. */
    static final Rule STATE_NOT_WRITTEN = Rule.warningOfPrometheus(
            new Rule.Card(
                    "PatroniMonitorStateNotWritten",
                    "",
                    Unit.CONDITION,
                    StateEffect.NONE,
                    "The monitor can't write what it remembers to state.directory",
                    "{{ $labels.instance }} can't write to its state.directory: a restart loses what it has learned since its"
                            + " last snapshot, and its journal lacks events. Its log says why."),
            "sum by (job, instance) (increase(patroni_monitor_state_write_failures_total[5m])) > 0",
            Duration.ofMinutes(5));

    /** Only in the rule files: it is about a place that may have clusters nobody watches. */
    static final Rule DISCOVERY_FAILING = Rule.warningOfPrometheus(
            new Rule.Card(
                    "PatroniMonitorDiscoveryFailing",
                    "",
                    Unit.CONDITION,
                    StateEffect.NONE,
                    "The monitor can't look for clusters in the DCS, or not all are watched",
                    "{{ $labels.instance }} can't look for clusters in discover.{{ $labels.discover }}, has found none there,"
                            + " or doesn't watch all of them. Its status page says why."),
            "patroni_monitor_discovery_up == 0 or patroni_monitor_discovered_clusters == 0",
            Duration.ofMinutes(5));

    /** Only in the rule files: when it is silent, Prometheus or Alertmanager is dead. */
    static final Rule WATCHDOG = Rule.warningOfPrometheus(
            new Rule.Card(
                    "PatroniMonitorWatchdog",
                    "",
                    Unit.CONDITION,
                    StateEffect.NONE,
                    "Always firing: if it stops, alerts are not being delivered",
                    "This alert always fires. If it stops, alerts are not being delivered: check Prometheus and Alertmanager."),
            "vector(1)",
            Duration.ZERO);

    private static final Set<FailureKind> REFUSED = EnumSet.of(FailureKind.AUTH, FailureKind.PERMISSION);

    private MonitorRules() {}

    private static List<Finding> privileges(ClusterSnapshot snapshot, Level level) {
        return snapshot.members().stream()
                .flatMap(member -> privileges(snapshot, level, member))
                .toList();
    }

    private static Stream<Finding> privileges(ClusterSnapshot snapshot, Level level, MemberObservation member) {
        return member.postgres()
                .fold(
                        answered -> Stream.of(
                                answered.content().server().monitorPrivileges()
                                        ? level.clear(member.name())
                                        : level.holds(member.name(), 1, notMonitor(snapshot, member))),
                        failure -> Stream.of(
                                REFUSED.contains(failure.kind())
                                        ? level.holds(member.name(), 1, refused(snapshot, member, failure))
                                                .restingOn(member.postgres())
                                        : level.unknown(member.name(), failure.toString())),
                        Stream::empty);
    }

    private static String notMonitor(ClusterSnapshot snapshot, MemberObservation member) {
        return "The monitor's role is not a member of pg_monitor on %s of %s: %s."
                .formatted(member.name(), snapshot.cluster(), SetUp.ADVICE);
    }

    private static String refused(ClusterSnapshot snapshot, MemberObservation member, Failure failure) {
        return "PostgreSQL on %s of %s refuses the monitor (%s): check its role, its password and pg_hba.conf."
                .formatted(member.name(), snapshot.cluster(), failure);
    }
}
