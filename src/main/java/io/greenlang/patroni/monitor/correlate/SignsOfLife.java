package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a leader that can't be read may still be at work: a standby's WAL receiver hears it. That is what tells a network
 * cut between the daemon and the leader from a leader that is gone.
 */
final class SignsOfLife {
    /**
     * On an idle primary nothing is sent until the receiver asks for a sign of life, after half of
     * {@code wal_receiver_timeout}: 30 s by default.
     */
    static final Duration FRESH = Duration.ofSeconds(35);

    private SignsOfLife() {}

    /** @param leader null when nobody knows who leads: then it may be any member that can't be read */
    static boolean ofUnreadLeader(Observation seen, @Nullable String leader) {
        boolean mayHide = leader == null
                ? seen.members().stream().anyMatch(SignsOfLife::mayHide)
                : seen.member(leader).map(SignsOfLife::mayHide).orElse(true);
        return mayHide
                && seen.members().stream()
                        .filter(member -> !member.name().equals(leader))
                        .anyMatch(member -> hearsItsSender(member, seen));
    }

    /** A refused port proves that no PostgreSQL accepts connections there; other failures prove nothing. */
    private static boolean mayHide(MemberObservation member) {
        return !member.isReadable() && !isProvenDown(member);
    }

    /** No PostgreSQL accepts connections there. A question that got no answer proves nothing. */
    static boolean isProvenDown(MemberObservation member) {
        return member.postgres()
                .reason()
                .filter(f -> f.kind() == FailureKind.REFUSED || f.kind() == FailureKind.STARTING)
                .isPresent();
    }

    private static boolean hearsItsSender(MemberObservation standby, Observation seen) {
        return standby.postgres()
                .fold(
                        answer -> hears(answer.content(), answer.received(), seen),
                        failure -> streamsByPatroni(standby),
                        () -> streamsByPatroni(standby));
    }

    private static boolean hears(PostgresFacts facts, Instant now, Observation seen) {
        WalReceiver receiver = facts.replication().receiver();
        if (receiver == null || isFedByReadableMember(receiver, seen)) {
            return false;
        }
        boolean streams = receiver.status() == null || receiver.status().equals("streaming");
        Instant last = receiver.lastMessageReceived();
        return streams && (last == null || Duration.between(last, now).compareTo(FRESH) <= 0);
    }

    /** Cascading replication: this receiver says nothing about the leader. */
    private static boolean isFedByReadableMember(WalReceiver receiver, Observation seen) {
        return seen.members().stream()
                .filter(MemberObservation::isReadable)
                .map(member -> member.presence().address())
                .anyMatch(address -> isSender(address, receiver));
    }

    private static boolean isSender(MemberAddress address, WalReceiver receiver) {
        return address.host() != null
                && address.host().equals(receiver.senderHost())
                && Objects.equals(address.port(), receiver.senderPort());
    }

    private static boolean streamsByPatroni(MemberObservation standby) {
        return standby.patroni().value().filter(PatroniStatus::isStreaming).isPresent();
    }
}
