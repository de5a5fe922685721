package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a standby gets its WAL from.
 *
 * @param member the member that feeds it
 * @param witness who says so
 * @param state of the WAL sender, such as {@code streaming}; else of the WAL receiver; null when neither told
 * @param syncState of the WAL sender: {@code async}, {@code potential}, {@code sync}, {@code quorum}; null when unseen
 */
public record Upstream(
        String member,
        Witness witness,
        @Nullable String state,
        @Nullable String syncState) {

    /** The strongest evidence there is. */
    public enum Witness {
        /** The member that sends has it in {@code pg_stat_replication}, under the standby's name. */
        SENDER,
        /** The standby's {@code pg_stat_wal_receiver} names that member's address. */
        RECEIVER,
        /** Expected, not observed: by Patroni's rule it is the member of the tag {@code replicatefrom}, else the leader. */
        RULE
    }

    /** @return empty for a member that nobody feeds, and nobody would: who leads is not known, or it leads itself */
    static Optional<Upstream> of(ClusterSnapshot snapshot, MemberObservation standby) {
        Optional<WalReceiver> receiver =
                standby.postgres().value().map(facts -> facts.replication().receiver());
        List<MemberObservation> others = snapshot.members().stream()
                .filter(other -> !other.name().equals(standby.name()))
                .toList();
        Optional<MemberObservation> named = receiver.flatMap(seen -> others.stream()
                .filter(other -> isAt(other.presence().address(), seen))
                .findFirst());
        return sender(others, standby.name(), named.orElse(null))
                .or(() -> named.map(other -> new Upstream(
                        other.name(),
                        Witness.RECEIVER,
                        receiver.map(WalReceiver::status).orElse(null),
                        null)))
                .or(() -> byRule(snapshot, standby));
    }

    /** A standby that was just moved may be in the lists of two; its own receiver then decides. */
    private static Optional<Upstream> sender(
            List<MemberObservation> others, String standby, @Nullable MemberObservation named) {
        return others.stream()
                .sorted(Comparator.comparing(other -> !Objects.equals(other, named)))
                .flatMap(other -> other.postgres().value().stream()
                        .flatMap(facts -> facts.replication().senders().stream())
                        .filter(sender -> sender.applicationName().equals(standby))
                        .map(sender -> of(other.name(), sender)))
                .findFirst();
    }

    private static Upstream of(String member, WalSender sender) {
        return new Upstream(member, Witness.SENDER, sender.state(), sender.syncState());
    }

    private static boolean isAt(MemberAddress address, WalReceiver receiver) {
        return address.host() != null
                && address.host().equals(receiver.senderHost())
                && address.port() != null
                && address.port().equals(receiver.senderPort());
    }

    private static Optional<Upstream> byRule(ClusterSnapshot snapshot, MemberObservation standby) {
        String leader = snapshot.facts().leadership().leader();
        return tags(snapshot, standby)
                .flatMap(Tags::replicateFrom)
                .filter(from -> !from.equals(standby.name()))
                .filter(from -> snapshot.seen().member(from).isPresent())
                .or(() -> Optional.ofNullable(leader).filter(leading -> !leading.equals(standby.name())))
                .map(from -> new Upstream(from, Witness.RULE, null, null));
    }

    private static Optional<Tags> tags(ClusterSnapshot snapshot, MemberObservation member) {
        return member.patroni()
                .value()
                .map(PatroniStatus::tags)
                .or(() -> snapshot.seen()
                        .dcs()
                        .view()
                        .value()
                        .flatMap(view -> view.member(member.name()))
                        .map(ClusterView.ListedMember::tags));
    }
}
