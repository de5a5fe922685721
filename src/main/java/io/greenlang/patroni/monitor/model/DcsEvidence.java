package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Whether the DCS can be used at all, by what its endpoints and the members tell in one round. */
public final class DcsEvidence {
    private DcsEvidence() {}

    /**
     * The keys can't be read, and an endpoint says that it has no quorum; a member's last contact is no proof against that, as Patroni
     * reads on from an etcd without one. Or no endpoint answers, and members do not reach it either.
     */
    public static Certainty isLost(Observation seen) {
        DcsState direct = seen.dcs().direct();
        Certainty away = direct.isOutOfReach();
        if (away == Certainty.YES && direct.saysThatItHasNoQuorum()) {
            return Certainty.YES;
        }
        Certainty byMembers = isSeenByMembers(seen);
        if (away == Certainty.NO || byMembers == Certainty.YES) {
            return Certainty.NO;
        }
        return away == Certainty.YES && byMembers == Certainty.NO ? Certainty.YES : Certainty.UNKNOWN;
    }

    /**
     * A member says that it has reached the DCS within the ttl, and the lock is held, which takes writes. Failsafe mode denies that. On a
     * watch that is open and brings nothing, as while an API server hangs, Patroni's last contact stays fresh: without a holder of the lock
     * it proves nothing. Unknown also where nobody says when it was.
     */
    public static Certainty isSeenByMembers(Observation seen) {
        List<PatroniStatus> told = seen.members().stream()
                .flatMap(member -> member.patroni().value().stream())
                .toList();
        if (told.stream().anyMatch(status -> status.has(Flag.FAILSAFE_ACTIVE))) {
            return Certainty.NO;
        }
        List<Instant> contacts = told.stream()
                .flatMap(status -> Stream.ofNullable(status.dcsLastSeen()))
                .toList();
        Instant oldest = seen.finished().minus(seen.config().timing().ttl());
        if (contacts.stream().allMatch(at -> at.isBefore(oldest))) {
            return contacts.isEmpty() ? Certainty.UNKNOWN : Certainty.NO;
        }
        return told.stream().allMatch(status -> status.has(Flag.CLUSTER_UNLOCKED)) ? Certainty.UNKNOWN : Certainty.YES;
    }
}
