package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts.Slot;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Replication slots: too much WAL that is kept for one fills the disk, and too little loses it. Only the leader's count:
 * Patroni 4 keeps a copy of each on every replica, with the same position, and a replica's {@code safe_wal_size} is no
 * measure (seen with 4.1). Whether a slot is used says little: those copies never are.
 */
final class SlotRules {
    private static final String LEADS = "(pg_in_recovery == 0 or patroni_standby_leader == 1)";

    static final Rule WAL_RETENTION = Rule.graded(
            new Rule.Card(
                    "PatroniSlotWalRetention",
                    "slot-wal-retention",
                    Unit.BYTES,
                    StateEffect.WHEN_FIRING,
                    "A replication slot keeps too much WAL",
                    "A replication slot of $member of $cluster keeps $value of WAL."),
            "max by (cluster, member) (pg_replication_slots_pg_wal_lsn_diff) > $limit and on (cluster, member) "
                    + LEADS,
            (snapshot, level) ->
                    eachLeader(snapshot, level, (member, slots) -> retention(snapshot, level, member, slots)));

    static final Rule LOST = Rule.of(
            new Rule.Card(
                    "PatroniSlotLost",
                    "slot-lost",
                    Unit.COUNT,
                    StateEffect.WHEN_FIRING,
                    "A replication slot is lost, or about to be",
                    "$value replication slots of $member of $cluster are about to lose WAL that is still needed."),
            new Rule.Case(
                    counted("pg_replication_slots_safe_wal_size_bytes / (pg_replication_slots_safe_wal_size_bytes"
                            + " + pg_replication_slots_pg_wal_lsn_diff) < 0.2"),
                    (snapshot, level) -> slots(snapshot, level, SlotRules::isNearlyLost, SlotRules::nearlyLost)),
            new Rule.Case(
                            counted("pg_replication_slots_wal_status{wal_status=\"lost\"}"),
                            (snapshot, level) -> slots(snapshot, level, Slot::isLost, SlotRules::lost))
                    .says("$value replication slots of $member of $cluster have lost WAL that their readers need."));

    /** The share of max_slot_wal_keep_size that is left. */
    private static final double LITTLE_LEFT = 0.2;

    private SlotRules() {}

    /** Each once, also where two monitors watch them. */
    private static String counted(String slots) {
        return "count by (cluster, member) (max by (cluster, member, slot_name) (%s) and on (cluster, member) %s) > 0"
                .formatted(slots, LEADS);
    }

    /** A member that does not lead has nothing to be judged. */
    private static List<Finding> eachLeader(
            ClusterSnapshot snapshot, Level level, BiFunction<String, List<Slot>, Finding> judge) {
        return EachMember.by(MemberObservation::postgres, snapshot, level, (member, facts) -> {
            boolean leads = facts.isWritable()
                    || member.patroni().value().map(PatroniStatus::role).equals(Optional.of(NodeRole.STANDBY_LEADER));
            return Optional.of(
                    leads ? judge.apply(member.name(), facts.replication().slots()) : level.clear(member.name()));
        });
    }

    private static Finding retention(ClusterSnapshot snapshot, Level level, String member, List<Slot> slots) {
        Optional<Slot> worst = slots.stream().max(Comparator.comparingLong(SlotRules::retained));
        return worst.map(slot -> level.above(
                        member,
                        (double) retained(slot),
                        () -> "The %s slot %s of %s of %s keeps %s of WAL%s."
                                .formatted(
                                        slot.active() ? "active" : "unused",
                                        slot.name(),
                                        member,
                                        snapshot.cluster(),
                                        Figures.bytes(retained(slot)),
                                        whenLost(snapshot, slot))))
                .orElseGet(() -> level.clear(member));
    }

    private interface Words {
        String of(ClusterSnapshot snapshot, Slot slot);
    }

    private static List<Finding> slots(ClusterSnapshot snapshot, Level level, Predicate<Slot> bad, Words words) {
        return eachLeader(snapshot, level, (member, slots) -> {
            List<Slot> found = slots.stream()
                    .filter(bad)
                    .sorted(Comparator.comparing(Slot::name))
                    .toList();
            return level.above(
                    member,
                    found.size(),
                    () -> found.stream()
                            .map(slot -> words.of(snapshot, slot))
                            .collect(Collectors.joining(
                                    "; ", "On %s of %s: ".formatted(member, snapshot.cluster()), ".")));
        });
    }

    private static boolean isNearlyLost(Slot slot) {
        Long safe = slot.safeWalSizeBytes();
        return safe != null && slot.retainedBytes() != null && (double) safe / (safe + retained(slot)) < LITTLE_LEFT;
    }

    private static long retained(Slot slot) {
        return Objects.requireNonNullElse(slot.retainedBytes(), 0L);
    }

    private static String nearlyLost(ClusterSnapshot snapshot, Slot slot) {
        return "slot %s has %s of max_slot_wal_keep_size left%s"
                .formatted(
                        slot.name(),
                        Figures.bytes(Math.max(0, Objects.requireNonNullElse(slot.safeWalSizeBytes(), 0L))),
                        whenLost(snapshot, slot));
    }

    private static String lost(ClusterSnapshot snapshot, Slot slot) {
        return "slot %s is lost, its reader can't go on from it".formatted(slot.name());
    }

    private static String whenLost(ClusterSnapshot snapshot, Slot slot) {
        return snapshot.facts()
                .timeUntilLost(slot)
                .map(time -> ", and is lost in about %s at the present rate".formatted(Figures.time(time)))
                .orElse("");
    }
}
