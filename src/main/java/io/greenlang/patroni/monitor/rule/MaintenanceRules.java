package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.PendingSetting;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.util.List;
import java.util.Optional;

/** What somebody left unfinished. The limit of these is a time: how long it may stay so. */
final class MaintenanceRules {
    static final Rule PAUSED = Rule.graded(
            new Rule.Card(
                    "PatroniPaused",
                    "paused",
                    Unit.DURATION,
                    StateEffect.WHEN_FIRING,
                    "The cluster is paused: no automatic failover",
                    "$cluster is paused: Patroni would not fail over."),
            "patroni_cluster_paused == 1",
            MaintenanceRules::paused);

    static final Rule PENDING_RESTART = Rule.warning(
            new Rule.Card(
                    "PatroniPendingRestart",
                    "pending-restart",
                    Unit.DURATION,
                    StateEffect.WHEN_FIRING,
                    "A member waits for a restart to use its new settings",
                    "$member of $cluster waits for a restart to use its new settings."),
            "patroni_pending_restart == 1",
            (snapshot, level) -> EachMember.by(
                    MemberObservation::patroni,
                    snapshot,
                    level,
                    (member, status) -> Optional.of(pendingRestart(snapshot, level, member, status))));

    private MaintenanceRules() {}

    private static List<Finding> paused(ClusterSnapshot snapshot, Level level) {
        if (snapshot.seen().isPaused()) {
            return List.of(
                    level.holds(null, 1, "%s is paused: Patroni would not fail over.".formatted(snapshot.cluster())));
        }
        return List.of(
                snapshot.seen().tellsWhetherPaused() ? level.clear(null) : level.unknown(null, "no Patroni answers"));
    }

    private static Finding pendingRestart(
            ClusterSnapshot snapshot, Level level, MemberObservation member, PatroniStatus status) {
        return status.has(PatroniStatus.Flag.PENDING_RESTART)
                ? level.holds(
                        member.name(),
                        1,
                        "%s of %s waits for a restart to use its new settings%s."
                                .formatted(member.name(), snapshot.cluster(), reasons(member, status)))
                : level.clear(member.name());
    }

    /** Patroni before 3.3 doesn't say why; PostgreSQL does, without the new value. */
    private static String reasons(MemberObservation member, PatroniStatus status) {
        List<String> settings = status.pendingRestart().isEmpty()
                ? member.sizes()
                        .value()
                        .map(PostgresSizes::housekeeping)
                        .map(Housekeeping::pendingRestart)
                        .orElse(List.of())
                : status.pendingRestart().stream().map(PendingSetting::words).toList();
        return settings.isEmpty() ? "" : " (" + String.join(", ", settings) + ")";
    }
}
