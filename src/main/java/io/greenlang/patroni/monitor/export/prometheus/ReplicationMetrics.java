package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.MEMBER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.POSTGRES;

import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.Slot;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a node's PostgreSQL says about those that replicate from it. */
final class ReplicationMetrics {
    private static final Subject<Sending> SENDING = POSTGRES.each(
            List.of("application_name", "client_addr", "state", "sync_state"), Sending::fromPrimary, Sending::labels);
    private static final Subject<Slot> SLOT = POSTGRES.each(
            List.of("slot_name", "slot_type"),
            facts -> facts.replication().slots().stream(),
            slot -> List.of(slot.name(), slot.type()));
    private static final Subject<String> SLOT_WAL_STATUS =
            SLOT.each("wal_status", slot -> Stream.ofNullable(slot.walStatus()), status -> status);

    private static final Subject<Unused> UNUSED = MEMBER.each(
            List.of("slot_name", "slot_type"),
            Unused::of,
            unused -> List.of(unused.slot().name(), unused.slot().type()));

    private ReplicationMetrics() {}

    static List<Metric> all() {
        return List.of(
                gauge(
                        "pg_stat_replication_pg_wal_lsn_diff",
                        "Primary only: WAL that a receiver has not replayed yet, in bytes.",
                        SENDING,
                        Sending::behind),
                gauge(
                        "pg_replication_slots_active",
                        "1 if the slot is in use, else 0; unused slots on a standby are normal with Patroni 4.",
                        SLOT,
                        slot -> flag(slot.active())),
                gauge(
                        "pg_replication_slots_pg_wal_lsn_diff",
                        "WAL that is kept for the slot, in bytes.",
                        SLOT,
                        Slot::retainedBytes),
                gauge(
                        "pg_replication_slots_safe_wal_size_bytes",
                        "WAL that may still be written before the slot is lost, in bytes.",
                        SLOT,
                        Slot::safeWalSizeBytes),
                gauge(
                        "pg_replication_slots_lost_in_seconds",
                        "Unused slots with a limit: time until they are lost at the WAL rate of the last minutes, in seconds.",
                        UNUSED,
                        unused -> seconds(unused.timeLeft())),
                gauge(
                        "pg_stat_wal_receiver_last_msg_receipt_age_seconds",
                        "Standby only: time since its WAL receiver last heard from the sender, in seconds.",
                        MEMBER,
                        ReplicationMetrics::lastMessageAge),
                gauge(
                        "pg_replication_slots_wal_status",
                        "1 for the slot's state: reserved, extended, unreserved or lost.",
                        SLOT_WAL_STATUS,
                        status -> 1));
    }

    /** A slot that nobody reads, and that is lost some day. */
    private record Unused(Slot slot, Duration timeLeft) {
        static Stream<Unused> of(SeenMember member) {
            return member.postgres()
                    .flatMap(facts -> facts.replication().slots().stream())
                    .flatMap(slot -> member.cluster().facts().timeUntilLost(slot).stream()
                            .map(time -> new Unused(slot, time)));
        }
    }

    private static @Nullable Number lastMessageAge(SeenMember member) {
        return member.postgres()
                .map(PostgresFacts::replication)
                .flatMap(replication -> Stream.ofNullable(replication.receiver()))
                .flatMap(receiver -> Stream.ofNullable(receiver.lastMessageReceived()))
                .findFirst()
                .map(last -> seconds(member.age(last)))
                .orElse(null);
    }

    /** @param behind bytes of WAL not replayed, at least 0 */
    private record Sending(WalSender sender, long behind) {
        /** The worst first: of two with the same labels, such as two runs of pg_basebackup, that one is shown. */
        static Stream<Sending> fromPrimary(PostgresFacts facts) {
            Lsn current = facts.wal().currentLsn();
            return facts.replication().senders().stream()
                    .map(sender -> of(sender, current))
                    .flatMap(Stream::ofNullable)
                    .sorted(Comparator.comparingLong(Sending::behind).reversed());
        }

        private static @Nullable Sending of(WalSender sender, @Nullable Lsn current) {
            Lsn replayed = sender.replayLsn();
            return current == null || replayed == null
                    ? null
                    : new Sending(sender, Math.max(0, current.minus(replayed)));
        }

        List<String> labels() {
            return Stream.of(sender.applicationName(), sender.clientAddress(), sender.state(), sender.syncState())
                    .map(text -> Objects.requireNonNullElse(text, ""))
                    .toList();
        }
    }
}
