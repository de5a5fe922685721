package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the monitor owes and does not bring: the one condition that no snapshot can show, that there is no new one, and snapshots
 * that lack what a bug keeps the monitor from reading. Judged when somebody asks, so it works while a poll hangs. A function of its arguments; safe for concurrent use.
 */
public final class Overdue {
    private Overdue() {}

    /**
     * The report as it has to be told now: with {@code PatroniMonitorPollFailing} while it is too old. A snapshot that
     * is critically old says nothing about the present: its cluster is blind.
     *
     * @param watchedSince when the daemon began to watch this cluster; counts until the first poll has finished
     */
    public static ClusterReport at(Instant now, ClusterReport report, Instant watchedSince) {
        Instant lastPoll = report.snapshot().map(ClusterSnapshot::at).orElse(watchedSince);
        List<Alert> overdue = new ArrayList<>();
        for (Severity severity : MonitorRules.POLL_FAILING.severities()) {
            alert(severity, report, lastPoll, now).ifPresent(overdue::add);
        }
        if (overdue.isEmpty()) {
            return report;
        }
        boolean critical = overdue.stream().anyMatch(alert -> alert.severity() == Severity.CRITICAL);
        overdue.addAll(report.alerts());
        overdue.sort(Urgency.WORST_FIRST);
        return new ClusterReport(
                report.config(),
                report.snapshotOrNull(),
                critical ? ClusterState.BLIND : report.state(),
                overdue,
                report.maintenance());
    }

    private static Optional<Alert> alert(Severity severity, ClusterReport report, Instant lastPoll, Instant now) {
        Duration interval = report.config().poll().interval();
        return MonitorRules.POLL_FAILING
                .limit(severity, report.config().thresholds())
                .flatMap(limit -> {
                    double missed = intervals(lastPoll, now, interval);
                    Duration patience = Duration.ofNanos(Math.round(limit.value() * interval.toNanos()));
                    if (missed > limit.value()) {
                        String description = "No poll of %s has finished for %s of %d s."
                                .formatted(report.cluster(), Unit.INTERVALS.text(missed), interval.toSeconds());
                        return Optional.of(alert(severity, description, missed, lastPoll.plus(patience), limit, now));
                    }
                    return severity == Severity.WARNING ? broken(report, patience, limit, now) : Optional.empty();
                });
    }

    /** A poll that finishes without what a bug keeps it from reading has not finished as it should. */
    private static Optional<Alert> broken(ClusterReport report, Duration patience, Limit limit, Instant now) {
        return report.snapshot()
                .flatMap(snapshot -> longestBroken(snapshot, patience))
                .filter(broken -> !broken.due().isAfter(now))
                .map(broken -> alert(
                        Severity.WARNING,
                        "A bug in the monitor keeps it from reading %s of %s: its log has the stack trace."
                                .formatted(broken.what(), report.cluster()),
                        intervals(
                                broken.due().minus(patience),
                                now,
                                report.config().poll().interval()),
                        broken.due(),
                        limit,
                        now));
    }

    /**
     * One reading that a bug breaks.
     *
     * @param due when it counts as more than a slip
     * @param what is not read, for people
     */
    private record Broken(Instant due, String what) {}

    /**
     * The one that has been broken for the longest.
     *
     * @param patience with a source that every round asks; a slow reading is broken until the next, which is long enough
     */
    private static Optional<Broken> longestBroken(ClusterSnapshot snapshot, Duration patience) {
        Stream<Broken> sources = snapshot.facts().visibility().sources().stream()
                .filter(unread -> unread.failure().kind() == FailureKind.INTERNAL)
                .map(unread -> new Broken(
                        unread.since().plus(patience),
                        (unread.member() == null ? "the DCS" : VisibilityRules.name(unread.source()))
                                + Optional.ofNullable(unread.member())
                                        .map(member -> " of " + member)
                                        .orElse("")));
        return Stream.concat(sources, snapshot.members().stream().flatMap(Overdue::brokenSlowly))
                .min(Comparator.comparing(Broken::due));
    }

    private static Stream<Broken> brokenSlowly(MemberObservation member) {
        if (!member.postgres().isAnswered()) {
            return Stream.empty();
        }
        Map<String, Answer<?>> readings =
                Map.of("the sizes", member.sizes(), "pgBackRest", member.backups(), "TimescaleDB", member.timescale());
        return readings.entrySet().stream()
                .filter(reading -> reading.getValue()
                        .reason()
                        .filter(failure -> failure.kind() == FailureKind.INTERNAL)
                        .isPresent())
                .map(reading -> new Broken(
                        reading.getValue().knownAt().orElse(Instant.EPOCH), reading.getKey() + " of " + member.name()));
    }

    private static double intervals(Instant since, Instant now, Duration interval) {
        return (double) Duration.between(since, now).toNanos() / interval.toNanos();
    }

    private static Alert alert(
            Severity severity, String description, double missed, Instant due, Limit limit, Instant now) {
        Instant firing = due.plus(limit.pendingFor());
        boolean fires = !firing.isAfter(now);
        return new Alert(
                new Alert.Identity(MonitorRules.POLL_FAILING.name(), severity, null, false),
                fires ? Alert.State.FIRING : Alert.State.PENDING,
                due,
                fires ? firing : due,
                missed,
                description);
    }
}
