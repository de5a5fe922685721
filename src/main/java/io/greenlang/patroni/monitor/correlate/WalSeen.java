package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The primary's WAL as far as it was seen: its position, and what it has sent to whom at the very same moment.
 *
 * @param ring positions of this timeline; not empty
 * @param lsn the newest position
 * @param at when it was received
 * @param read in this round; null when the position is of an earlier one
 * @param senders of the primary, from the statement that told the position; empty when Patroni told it
 */
record WalSeen(LsnRing ring, Lsn lsn, Instant at, @Nullable Position read, List<WalSender> senders) {

    /** Empty while no position was ever seen on this timeline. */
    static Optional<WalSeen> of(Observation seen, Leadership leadership, LsnRing ring) {
        Position read = TrueLag.primaryPosition(seen, leadership).orElse(null);
        List<WalSender> senders = read == null
                ? List.of()
                : Optional.ofNullable(leadership.leader())
                        .flatMap(seen::member)
                        .map(MemberObservation::postgres)
                        .stream()
                        .flatMap(answer -> answer.value().stream())
                        .filter(facts -> read.lsn().equals(facts.wal().currentLsn()))
                        .flatMap(facts -> facts.replication().senders().stream())
                        .toList();
        return ring.newest()
                .map(newest -> read == null
                        ? new WalSeen(ring, newest.lsn(), newest.time(), null, List.of())
                        : new WalSeen(ring, read.lsn(), read.received(), read, senders));
    }

    /** What the primary sends to a member: nothing when another feeds it, two for a moment after it has reconnected. */
    List<WalSender> sendersTo(String member) {
        return senders.stream()
                .filter(sender -> sender.applicationName().equals(member))
                .toList();
    }

    /** From the newest position back to another one; 0 when that is not behind. */
    long bytesSince(Lsn other) {
        return Math.max(0, lsn.minus(other));
    }
}
