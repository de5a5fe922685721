package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterState;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Nothing fires that the truth does not justify, for as long as the rule wants it to last. */
final class JustAlerts implements Invariant {
    static final String QUIET = "nothing fires in a quiet history";
    static final String HARMLESS = "nothing fires while all that happens is harmless";
    static final String OVERDUE = "no PatroniMonitorPollFailing while rounds are made";
    /** With the alert's name. */
    static final String JUSTIFIED = "no %s that the truth does not justify";

    private static final Set<Trouble> HARMLESS_TROUBLES = EnumSet.of(
            Trouble.ANSWERS_SLOWLY,
            Trouble.PAUSE,
            Trouble.CLOCK_AHEAD,
            Trouble.CLOCK_BEHIND,
            Trouble.MONITOR_CLOCK_AHEAD,
            Trouble.MONITOR_CLOCK_BEHIND);

    private record Ground(String configKey, BiPredicate<Frame, @Nullable Machine> holds) {}

    /** By alert name: for how long what must have been so before it may fire. */
    private static final Map<String, Ground> GROUNDS = Map.of(
            "PatroniMemberDown",
            new Ground("member-down", (frame, m) -> !Grounds.isWell(m)),
            "PatroniMembersMissing",
            new Ground("members-missing", (frame, m) -> Grounds.anyUnwell(frame)),
            "PatroniClusterBlind",
            new Ground("cluster-blind", (frame, m) -> Grounds.isBlind(frame)),
            "PatroniDcsStale",
            new Ground("dcs-stale", (frame, m) -> Grounds.isStale(frame, m)),
            "PatroniFailsafeActive",
            new Ground("failsafe-active", (frame, m) -> Grounds.anyFailsafe(frame)),
            "PatroniReplicaNotStreaming",
            new Ground("replica-not-streaming", Grounds::doesNotStream),
            "PatroniTimelineDiverged",
            new Ground("timeline-diverged", Grounds::doesNotStream),
            "PatroniReplicationLagSeconds",
            new Ground("replication-lag-seconds", Grounds::doesNotStream),
            "PatroniReplicationLagBytes",
            new Ground("replication-lag-bytes", Grounds::doesNotStream),
            Frame.PRIVILEGES,
            new Ground("privileges", (frame, m) -> Grounds.isRefused(m)));

    private final Streaks ofCluster = new Streaks();
    private final Streaks ofMembers = new Streaks();
    private Set<String> firing = Set.of();

    @Override
    public List<Breach> check(Frame frame) {
        GROUNDS.forEach((name, ground) -> {
            ofCluster.extend(name, ground.holds.test(frame, null));
            for (Machine machine : frame.world().machines) {
                ofMembers.extend(name, machine, ground.holds.test(frame, machine));
            }
        });
        Optional<Breach> unjust = frame.report().alerts().stream()
                .filter(alert -> GROUNDS.containsKey(alert.name()) && alert.isFiring())
                .filter(alert -> !firing.contains(key(alert)))
                .filter(alert -> length(frame, alert) < Frame.pending(GROUNDS.get(alert.name()).configKey) - 1)
                .findFirst()
                .map(alert -> new Breach(
                        JUSTIFIED.formatted(alert.name()),
                        frame.round(),
                        "it fires although it was so for " + length(frame, alert) + " rounds: " + alert.description()));
        firing = Grounds.firing(frame, JustAlerts::key);
        return Invariant.all(quiet(frame), overdue(frame), unjust);
    }

    private int length(Frame frame, Alert alert) {
        String member = alert.member();
        return member == null
                ? ofCluster.length(alert.name(), 0)
                : ofMembers.length(alert.name(), frame.world().machine(member).index);
    }

    private static String key(Alert alert) {
        return alert.name() + (alert.member() == null ? "" : alert.member());
    }

    private static Optional<Breach> quiet(Frame frame) {
        Scenario scenario = frame.world().scenario;
        if (scenario.steps().isEmpty()) {
            boolean quiet = frame.report().alerts().isEmpty() && frame.report().state() == ClusterState.HEALTHY;
            return Invariant.breachIf(!quiet, QUIET, frame, () -> frame.alertsInWords());
        }
        boolean harmless = scenario.steps().stream()
                .allMatch(step -> HARMLESS_TROUBLES.contains(step.fault().trouble()));
        boolean fires = frame.report().alerts().stream()
                .anyMatch(alert -> alert.isFiring() && GROUNDS.containsKey(alert.name()));
        return Invariant.breachIf(harmless && fires, HARMLESS, frame, () -> frame.alertsInWords());
    }

    private static Optional<Breach> overdue(Frame frame) {
        boolean told =
                frame.later().alerts().stream().anyMatch(alert -> alert.name().equals("PatroniMonitorPollFailing"));
        return Invariant.breachIf(told, OVERDUE, frame, () -> "told half a round after a round");
    }
}
