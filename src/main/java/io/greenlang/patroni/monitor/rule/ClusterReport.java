package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's last snapshot and what the catalogue says to it.
 *
 * @param snapshotOrNull null until the first poll has finished
 * @param alerts pending and firing, the worst first
 * @param maintenance a pause or a scheduled switchover keeps alerts from paging
 */
public record ClusterReport(
        ClusterConfig config,
        @Nullable ClusterSnapshot snapshotOrNull,
        ClusterState state,
        List<Alert> alerts,
        boolean maintenance) {
    public ClusterReport {
        alerts = List.copyOf(alerts);
    }

    /** Before the first poll: nothing was seen yet. */
    public static ClusterReport awaiting(ClusterConfig config) {
        return new ClusterReport(config, null, ClusterState.BLIND, List.of(), false);
    }

    public String cluster() {
        return config.name();
    }

    /** What Patroni calls the cluster, where that is not its name here. */
    public Optional<String> otherScope() {
        return Optional.of(config.scope()).filter(scope -> !scope.equals(config.name()));
    }

    public Optional<ClusterSnapshot> snapshot() {
        return Optional.ofNullable(snapshotOrNull);
    }

    /** By which its times are told to people and other programs. */
    public ClockOffset wall() {
        return snapshotOrNull == null ? ClockOffset.NONE : snapshotOrNull.wall();
    }

    /** The same report, where the wall clock has moved since its snapshot was taken. */
    public ClusterReport withWall(ClockOffset now) {
        return snapshotOrNull == null || now.equals(snapshotOrNull.wall())
                ? this
                : new ClusterReport(config, snapshotOrNull.withWall(now), state, alerts, maintenance);
    }
}
