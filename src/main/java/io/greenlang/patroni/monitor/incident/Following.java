package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a standby streams on the timeline of the leader: by its own SQL, else by its Patroni. */
final class Following {
    private Following() {}

    /** Those that should and do not. */
    static List<MemberObservation> strays(ClusterSnapshot picture) {
        Leadership leads = picture.facts().leadership();
        return picture.members().stream()
                .filter(member -> !leads.isLeader(member.name()) && !follows(member, leads))
                .filter(member -> member.patroni()
                        .value()
                        .filter(PatroniStatus::forbidsStreaming)
                        .isEmpty())
                .toList();
    }

    static boolean follows(MemberObservation member, Leadership leads) {
        Integer timeline = leads.timeline();
        return timeline != null
                && member.postgres()
                        .value()
                        .map(facts -> bySql(facts, timeline))
                        .or(() -> member.patroni().value().map(status -> byPatroni(status, timeline)))
                        .orElse(false);
    }

    private static boolean bySql(PostgresFacts facts, int timeline) {
        Integer own = facts.wal().timeline();
        return facts.replication().isStreaming() && own != null && own == timeline;
    }

    private static boolean byPatroni(PatroniStatus status, int timeline) {
        return status.isStreaming()
                && status.timeline().filter(own -> own == timeline).isPresent();
    }

    static Optional<Instant> knownAt(MemberObservation member) {
        return member.postgres().receivedAt().or(() -> member.patroni().receivedAt());
    }
}
