package io.greenlang.patroni.monitor.alerts;

import io.greenlang.patroni.monitor.alerts.AgreementIT.Illness;
import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Activity.Blocked;
import io.greenlang.patroni.monitor.model.Activity.Prepared;
import io.greenlang.patroni.monitor.model.Activity.Session;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Checkpoints;
import io.greenlang.patroni.monitor.model.Housekeeping.Checksums;
import io.greenlang.patroni.monitor.model.Housekeeping.FreezeAge;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PostgresFacts.Slot;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What goes wrong within one PostgreSQL, for {@link AgreementIT}. */
final class UpkeepIllnesses {
    private static final Blocked NOBODY = new Blocked(0, null, List.of());
    private static final long GIB = 1L << 30;

    private UpkeepIllnesses() {}

    static Stream<Illness> all() {
        return Stream.of(
                slots(
                        "PatroniSlotWalRetention",
                        "PatroniSlotWalRetention",
                        slot("a", "physical", "extended", 51 * GIB, null)),
                slots(
                        "PatroniSlotLost",
                        "PatroniSlotLost",
                        slot("a", "physical", "lost", null, null),
                        slot("b", "logical", "lost", null, null)),
                slots("slots that are nearly lost", "PatroniSlotLost", slot("a", "physical", "unreserved", GIB, -5L)),
                new Illness(
                        "a lost slot of a standby leader",
                        Set.of("PatroniSlotLost"),
                        () -> Snapshots.healthy()
                                .member(
                                        "node2",
                                        m -> m.role(NodeRole.STANDBY_LEADER)
                                                .slots(slot("a", "physical", "lost", null, null))),
                        AgreementIT::node2Fails),
                new Illness(
                        "a replica's copies of slots",
                        Set.of(),
                        () -> Snapshots.healthy()
                                .member(
                                        "node2",
                                        m -> m.slots(
                                                slot("a", "physical", "lost", null, null),
                                                slot("b", "logical", "extended", 99 * GIB, 0L))),
                        AgreementIT::node2Fails),
                upkeep("PatroniXidWraparound", FreezeAge.STOP / 10 * 9, new Checksums(0, null)),
                upkeep("PatroniChecksumFailures", 5, new Checksums(3, Instant.EPOCH)),
                activity("PatroniLongTransaction", new Activity(session(), null, NOBODY, none(), Map.of())),
                activity("PatroniIdleInTransaction", new Activity(null, session(), NOBODY, none(), Map.of())),
                activity(
                        "PatroniBlockedSessions",
                        new Activity(null, null, new Blocked(2, session(), List.of(7)), none(), Map.of())));
    }

    private static Illness slots(String name, String rule, Slot... slots) {
        return new Illness(
                name,
                Set.of(rule),
                () -> Snapshots.healthy().member("node1", m -> m.slots(slots)),
                AgreementIT::sqlFails);
    }

    private static Illness activity(String rule, Activity activity) {
        return new Illness(
                rule,
                Set.of(rule),
                () -> Snapshots.healthy().member("node1", m -> m.activity(activity)),
                () -> Snapshots.healthy().member("node1", m -> m.activity(null)));
    }

    private static Illness upkeep(String rule, long xidAge, @Nullable Checksums checksums) {
        Housekeeping ill = new Housekeeping(
                new FreezeAge("shop", xidAge),
                new FreezeAge("shop", 1),
                new Checkpoints(1, 2, 3, 4, 5),
                checksums,
                List.of());
        return new Illness(
                rule,
                Set.of(rule),
                () -> Snapshots.healthy().member("node1", m -> m.housekeeping(ill)),
                () -> Snapshots.healthy()
                        .member("node1", m -> m.housekeeping(null).missing(Part.HOUSEKEEPING, FailureKind.TIMEOUT)));
    }

    private static Slot slot(String name, String type, String walStatus, @Nullable Long retained, @Nullable Long safe) {
        return new Slot(name, type, false, walStatus, retained, safe);
    }

    private static Prepared none() {
        return new Prepared(0, null);
    }

    private static Session session() {
        return new Session(4711, "shop", "greenlang", "psql", Duration.ofHours(3));
    }
}
