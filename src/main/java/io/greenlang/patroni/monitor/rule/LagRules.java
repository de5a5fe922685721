package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import java.util.List;
import java.util.function.BiFunction;

/** How far the standbys' replay is behind the primary. */
final class LagRules {
    /**
     * The archive gives whole WAL files, and an idle primary finishes none: the age of what is missing says nothing of a
     * standby that is fed by it. {@link #BYTES} tells when it falls behind.
     */
    static final Rule SECONDS = Rule.graded(
            new Rule.Card(
                    "PatroniReplicationLagSeconds",
                    "replication-lag-seconds",
                    Unit.SECONDS,
                    StateEffect.IMMEDIATE,
                    "A standby replays WAL too late",
                    "$member of $cluster is $value behind the primary."),
            "pg_replication_lag_seconds > $limit unless on (cluster, member) patroni_nostream == 1",
            (snapshot, level) ->
                    eachStandby(snapshot, level, (standby, lag) -> seconds(snapshot, level, standby, lag)));

    static final Rule BYTES = Rule.graded(
            new Rule.Card(
                    "PatroniReplicationLagBytes",
                    "replication-lag-bytes",
                    Unit.BYTES,
                    StateEffect.IMMEDIATE,
                    "A standby has too much WAL still to replay",
                    "$member of $cluster is $value behind the primary."),
            "pg_replication_lag_bytes > $limit",
            (snapshot, level) -> eachStandby(snapshot, level, (standby, lag) -> bytes(snapshot, level, standby, lag)));

    private LagRules() {}

    private static List<Finding> eachStandby(
            ClusterSnapshot snapshot, Level level, BiFunction<String, ReplicationLag.Known, Finding> judge) {
        return snapshot.facts().lag().entrySet().stream()
                .map(standby -> standby.getValue()
                        .fold(
                                known -> judge.apply(standby.getKey(), known),
                                unknown -> level.unknown(standby.getKey(), unknown.reason())))
                .toList();
    }

    private static Finding seconds(ClusterSnapshot snapshot, Level level, String standby, ReplicationLag.Known lag) {
        if (snapshot.seen()
                .member(standby)
                .filter(member -> Replicas.forbidsStreaming(snapshot, member))
                .isPresent()) {
            return level.clear(standby);
        }
        double value = Seconds.of(lag.time());
        if (lag.atLeast() && value <= level.limit()) {
            // A lower bound proves that the limit is passed, never that it isn't.
            return level.unknown(standby, "not watched for long enough, at least " + Unit.SECONDS.text(value));
        }
        return level.above(standby, value, () -> behind(snapshot, standby, Unit.SECONDS.text(value)));
    }

    private static Finding bytes(ClusterSnapshot snapshot, Level level, String standby, ReplicationLag.Known lag) {
        double value = (double) lag.bytes();
        return level.above(standby, value, () -> behind(snapshot, standby, Unit.BYTES.text(value)));
    }

    private static String behind(ClusterSnapshot snapshot, String standby, String howFar) {
        return "%s of %s is %s behind the primary.".formatted(standby, snapshot.cluster(), howFar);
    }
}
