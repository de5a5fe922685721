package io.greenlang.patroni.monitor.alerts;

import io.greenlang.patroni.monitor.alerts.AgreementIT.Illness;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Certificate.Use;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.DcsStates;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What keeps the monitor from seeing, and a lock that nobody takes, for {@link AgreementIT}. */
final class VisibilityIllnesses {
    private static final String UNREAD = "PatroniMonitorSourceUnread";
    private static final String EXPIRING = "PatroniCertificateExpiring";
    private static final String UNHEALTHY = "PatroniDcsUnhealthy";
    private static final String READ_ONLY = "PatroniDcsReadOnly";

    private VisibilityIllnesses() {}

    static Stream<Illness> all() {
        return Stream.of(
                unread("SQL of a replica", () -> sqlFails("node2")),
                unread("SQL of the leader", () -> sqlFails("node1")),
                unread("SQL of every member", () -> sqlFails("node1", "node2", "node3")),
                unread("SQL of every member but one that is no leader", () -> sqlFails("node1", "node2")),
                unread(
                        "Patroni of the leader",
                        () -> Snapshots.healthy().member("node1", m -> m.patroniFails(FailureKind.AUTH))),
                unread("the DCS", () -> Snapshots.healthy().dcsUnreadable()),
                unread("the DCS itself", () -> Snapshots.healthy().dcs(DcsStates.keysFail(FailureKind.PERMISSION))),
                dcs("an endpoint of the DCS that does not answer", () -> DcsStates.endpointsOnly(2, 0, 1)),
                dcs("an endpoint of the DCS that is cut off", () -> DcsStates.endpointsOnly(2, 1, 0)),
                dcs("a DCS without a quorum", () -> DcsStates.endpointsOnly(0, 1, 2)),
                dcs("a DCS that does not answer", () -> DcsStates.endpointsOnly(0, 0, 3)),
                new Illness(
                        "a DCS that tells of an alarm and refuses its keys",
                        Set.of(UNHEALTHY, UNREAD),
                        () -> Snapshots.healthy().dcs(DcsStates.refusedWithErrors()),
                        VisibilityIllnesses::blind),
                new Illness(
                        "a DCS that nobody reaches",
                        Set.of(UNHEALTHY, "PatroniDcsStale"),
                        () -> {
                            Snapshots snapshot = Snapshots.healthy().dcs(DcsStates.endpointsOnly(0, 1, 2));
                            List.of("node1", "node2", "node3")
                                    .forEach(name -> snapshot.member(name, m -> m.dcsAge(Duration.ofSeconds(31))));
                            return snapshot;
                        },
                        VisibilityIllnesses::blind),
                unread("a seed", () -> Snapshots.healthy().unreadSeed("http://10.0.0.9:8008", FailureKind.REFUSED)),
                unread(
                        "a seed, the DCS and a member at once",
                        () -> sqlFails("node2").dcsUnreadable().unreadSeed("http://10.0.0.9:8008", FailureKind.DNS)),
                new Illness(
                        "a certificate of a replica that has two",
                        Set.of(EXPIRING),
                        () -> Snapshots.healthy()
                                .certificate(Use.PATRONI, "node2", Duration.ofDays(400))
                                .certificate(Use.POSTGRES, "node2", Duration.ofDays(13)),
                        VisibilityIllnesses::blind),
                new Illness(
                        "an expired certificate that keeps Patroni from being read",
                        Set.of(EXPIRING, UNREAD),
                        () -> Snapshots.healthy()
                                .member("node2", m -> m.patroniFails(FailureKind.TLS))
                                .certificate(Use.PATRONI, "node2", Duration.ofHours(-2)),
                        VisibilityIllnesses::blind),
                new Illness(
                        "the monitor's certificate towards a cluster",
                        Set.of(EXPIRING),
                        () -> Snapshots.healthy().certificate(Use.MONITOR_TO_PATRONI, null, Duration.ofDays(2)),
                        () -> Snapshots.healthy().certificate(Use.MONITOR_TO_PATRONI, null, Duration.ofDays(2))),
                new Illness(
                        READ_ONLY,
                        Set.of(READ_ONLY, "PatroniNoLeader"),
                        () -> lockFree().leader("node1", Certainty.NO).writable(),
                        VisibilityIllnesses::blind),
                new Illness(
                        "a lock that the primary can't keep",
                        Set.of(READ_ONLY),
                        VisibilityIllnesses::lockFree,
                        VisibilityIllnesses::blind),
                new Illness(
                        "a lock that is free for longer than the default ttl, and no longer than the one that was read",
                        Set.of(READ_ONLY),
                        () -> lockFree().ttl(Duration.ofSeconds(60)).configUnread(true),
                        VisibilityIllnesses::blind));
    }

    private static Illness unread(String source, Supplier<Snapshots> ill) {
        return new Illness(UNREAD + ": " + source, Set.of(UNREAD), ill, VisibilityIllnesses::blind);
    }

    private static Illness dcs(String how, Supplier<DcsState> state) {
        return new Illness(
                how, Set.of(UNHEALTHY), () -> Snapshots.healthy().dcs(state.get()), VisibilityIllnesses::blind);
    }

    private static Snapshots sqlFails(String... members) {
        Snapshots snapshot = Snapshots.healthy();
        List.of(members).forEach(member -> snapshot.member(member, m -> m.postgresFails(FailureKind.TLS)));
        return snapshot;
    }

    /** Since the first poll of the {@link Trace}. */
    private static Snapshots lockFree() {
        return Snapshots.healthy().lockFreeSince(Instant.EPOCH);
    }

    private static Snapshots blind() {
        return Snapshots.healthy().blind();
    }
}
