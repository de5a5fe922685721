package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a standby streams on the timeline of the leader: by its own SQL, else by its Patroni. */
final class Following {
    private Following() {}

    /** Those that should and do not. */
    static List<MemberObservation> strays(ClusterSnapshot snapshot) {
        Leadership leads = snapshot.facts().leadership();
        return snapshot.members().stream()
                .filter(member -> !leads.isLeader(member.name()) && !follows(member, leads))
                .filter(member -> member.patroni()
                        .value()
                        .filter(PatroniStatus::forbidsStreaming)
                        .isEmpty())
                .toList();
    }

    static boolean follows(MemberObservation member, Leadership leads) {
        return member.streams()
                && member.timeline().filter(own -> own.equals(leads.timeline())).isPresent();
    }

    static Optional<Instant> knownAt(MemberObservation member) {
        return member.postgres().receivedAt().or(() -> member.patroni().receivedAt());
    }
}
