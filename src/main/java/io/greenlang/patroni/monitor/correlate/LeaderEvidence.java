package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Certainty;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is held against each other to say who leads, and the verdict. Pure; {@code LeaderEvidenceTest} is its table.
 *
 * @param dcs what the DCS says of the leader key
 * @param owner of the leader key; null unless the DCS names one
 * @param ownerLeads the owner accepts writes, or leads a standby cluster
 * @param newest members that accept writes and are not on an older timeline than the newest ever seen: the others are
 *     stale primaries
 * @param mayHide an unread member may be at work as leader: a standby hears it, about the owner where there is one. Or half
 *     of the members see no leader where the owner says that it leads a standby cluster
 * @param previous who led before and can still be read; null when there is none
 */
record LeaderEvidence(
        LeaderKey dcs,
        @Nullable String owner,
        boolean ownerLeads,
        Set<String> newest,
        boolean mayHide,
        @Nullable String previous) {

    /** The leader key, as the DCS itself has it where it is read, else as the members show it. */
    enum LeaderKey {
        OWNED,
        FREE,
        /** The DCS could not be read, nor through any member. */
        UNREAD
    }

    /** @param leader null when nobody is known to be */
    record Verdict(@Nullable String leader, Certainty hasLeader) {}

    /**
     * The owner of the key leads if it works. Else the only member that writes the newest timeline does, with or without the key:
     * clients can write there. Writes on an older timeline make nobody leader.
     */
    Verdict verdict() {
        if (ownerLeads) {
            return new Verdict(owner, Certainty.YES);
        }
        if (newest.size() == 1) {
            return new Verdict(newest.iterator().next(), Certainty.YES);
        }
        String named = switch (dcs) {
            case OWNED -> owner;
            case FREE -> null;
            case UNREAD -> newest.isEmpty() ? previous : null;
        };
        boolean somebodyWrites = newest.size() > 1;
        return new Verdict(named, somebodyWrites || mayHide ? Certainty.UNKNOWN : Certainty.NO);
    }
}
