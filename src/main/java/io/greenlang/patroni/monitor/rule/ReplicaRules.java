package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Branch;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberObservation.WalFeed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replicas that run and follow nobody. */
final class ReplicaRules {
    private static final String STREAMING = """
            patroni_postgres_streaming and on (cluster, member) patroni_replica == 1 \
            unless on (cluster, member) patroni_nostream == 1""";

    static final Rule NOT_STREAMING = Rule.of(
            new Rule.Card(
                    "PatroniReplicaNotStreaming",
                    "replica-not-streaming",
                    Unit.CONDITION,
                    StateEffect.IMMEDIATE,
                    "A replica does not stream WAL",
                    "$member of $cluster does not stream WAL."),
            new Rule.Case("(%s) == 0".formatted(STREAMING), ReplicaRules::notStreaming),
            new Rule.Case("max by (cluster) (%s) == 0".formatted(STREAMING), ReplicaRules::noneStreams)
                    .says("No replica of $cluster streams WAL."));

    /** Replicas take a few seconds to follow after every switchover: harmless until it lasts. */
    static final Rule TIMELINE_DIVERGED = Rule.critical(
            new Rule.Card(
                    "PatroniTimelineDiverged",
                    "timeline-diverged",
                    Unit.CONDITION,
                    StateEffect.WHEN_FIRING,
                    "A running replica has diverged from the leader's timeline",
                    "$member of $cluster has WAL that its leader never had."),
            "patroni_replica_diverged == 1",
            ReplicaRules::timelineDiverged);

    private ReplicaRules() {}

    private static List<Finding> notStreaming(ClusterSnapshot snapshot, Level level) {
        return Replicas.of(snapshot).stream()
                .map(replica -> notStreaming(snapshot, level, replica))
                .toList();
    }

    private static Finding notStreaming(ClusterSnapshot snapshot, Level level, MemberObservation replica) {
        if (Replicas.forbidsStreaming(snapshot, replica)) {
            return level.clear(replica.name());
        }
        Optional<WalFeed> feed = replica.feed();
        if (feed.isEmpty()) {
            return level.unknown(replica.name(), "neither PostgreSQL nor Patroni tells how WAL comes in");
        }
        return feed.get().streams()
                ? level.clear(replica.name())
                : level.holds(
                        replica.name(),
                        1,
                        "%s of %s %s."
                                .formatted(
                                        replica.name(),
                                        snapshot.cluster(),
                                        feed.get().words()));
    }

    private static List<Finding> noneStreams(ClusterSnapshot snapshot, Level level) {
        List<MemberObservation> replicas = Replicas.of(snapshot).stream()
                .filter(replica -> !Replicas.forbidsStreaming(snapshot, replica))
                .toList();
        List<WalFeed> feeds = replicas.stream().flatMap(r -> r.feed().stream()).toList();
        if (replicas.isEmpty() || feeds.stream().anyMatch(WalFeed::streams)) {
            return List.of(level.clear(null));
        }
        if (feeds.size() < replicas.size()) {
            return List.of(level.unknown(null, "not every replica tells how WAL comes in"));
        }
        return List.of(level.holds(
                null, 1, "None of %d replicas of %s streams.".formatted(replicas.size(), snapshot.cluster())));
    }

    private static List<Finding> timelineDiverged(ClusterSnapshot snapshot, Level level) {
        return Replicas.of(snapshot).stream()
                .map(replica -> timelineDiverged(snapshot, level, replica))
                .toList();
    }

    private static Finding timelineDiverged(ClusterSnapshot snapshot, Level level, MemberObservation replica) {
        Branch branch = Branch.of(snapshot, replica);
        Integer leaders = snapshot.facts().leadership().timeline();
        return switch (Replicas.hasDiverged(snapshot, replica)) {
            case NO -> level.clear(replica.name());
            case UNKNOWN -> level.unknown(replica.name(), whyUnplaced(branch, leaders));
            case YES ->
                level.holds(
                        replica.name(),
                        1,
                        "%s of %s is on timeline %d, its leader on %d%s."
                                .formatted(
                                        replica.name(),
                                        snapshot.cluster(),
                                        branch.timeline(),
                                        leaders,
                                        branch.andDetail()));
        };
    }

    private static String whyUnplaced(Branch branch, @Nullable Integer leaders) {
        if (leaders == null || branch.timeline() == null) {
            return "the timeline of " + (leaders == null ? "the leader" : "it") + " is unknown";
        }
        return "it is on timeline %d, its leader on %d, and where they parted is unknown"
                .formatted(branch.timeline(), leaders);
    }
}
