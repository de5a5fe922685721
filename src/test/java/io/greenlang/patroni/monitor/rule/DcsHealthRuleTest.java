package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.testing.DcsStates;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DcsHealthRuleTest {
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            SOUND, NO QUORUM, SILENT, WARNING, CRITICAL
            3,     0,         0,      clear,   clear
            2,     0,         1,      holds,   clear
            2,     1,         0,      holds,   clear
            1,     1,         1,      holds,   clear
            0,     1,         2,      holds,   holds
            0,     3,         0,      holds,   holds
            0,     0,         3,      holds,   holds
            """)
    void isLostWithoutAnEndpointThatIsSound(int sound, int withoutQuorum, int silent, String warning, String critical) {
        Snapshots snapshot = unseenByMembers().dcs(DcsStates.endpointsOnly(sound, withoutQuorum, silent));

        assertThat(Verdicts.warning(DcsHealthRule.UNHEALTHY, null, snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(DcsHealthRule.UNHEALTHY, null, snapshot)).isEqualTo(critical);
    }

    @Test
    void namesTheEndpointAndWhatIsWrongWithIt() {
        Snapshots snapshot = Snapshots.healthy().dcs(DcsStates.endpointsOnly(1, 1, 1));

        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.WARNING, null, snapshot))
                .isEqualTo(
                        new Verdict.Holds(
                                2,
                                "2 of 3 endpoints of the DCS of greenlang-cluster fail: http://etcd-2:2379: knows no leader of the DCS; http://etcd-3:2379: refused: etcd: connection refused."));
    }

    @Test
    void saysWhetherItIsTheQuorumOrEverybody() {
        Snapshots quorum = unseenByMembers().dcs(DcsStates.endpointsOnly(0, 1, 2));
        Snapshots everybody = unseenByMembers().dcs(DcsStates.endpointsOnly(0, 0, 3));

        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.CRITICAL, null, quorum)
                        .description())
                .startsWith(
                        "The DCS of greenlang-cluster is lost: it has no quorum. Patroni can neither take nor keep the leader lock (");
        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.CRITICAL, null, everybody)
                        .description())
                .startsWith("The DCS of greenlang-cluster is lost: no endpoint answers, and no member");
    }

    /** Patroni reads on from an etcd without a quorum, so that its last contact is fresh. */
    @Test
    void isLostByItsOwnWordWhateverMembersSay() {
        Snapshots snapshot = Snapshots.healthy().dcs(DcsStates.endpointsOnly(0, 1, 2));

        assertThat(Verdicts.critical(DcsHealthRule.UNHEALTHY, null, snapshot)).isEqualTo("holds");
        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.WARNING, null, snapshot)
                        .description())
                .doesNotContain("the monitor's own way");
    }

    /** Members reach it: the way of the monitor is broken, and nobody is told that the lock can't be kept. */
    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"TIMEOUT", "UNREACHABLE", "DNS", "TLS", "HTTP_STATUS"})
    void isNotLostWhereMembersReachIt(FailureKind kind) {
        Snapshots snapshot = Snapshots.healthy().dcs(DcsStates.allFail(kind));

        assertThat(Verdicts.critical(DcsHealthRule.UNHEALTHY, null, snapshot)).isEqualTo("clear");
        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.WARNING, null, snapshot)
                        .description())
                .endsWith(
                        " Members say that they have reached the DCS within the ttl, and the lock is held: check the monitor's own way to it first.");
    }

    /** Failsafe mode is on because the leader can't renew its lock; its last contact may be one on a watch that brings nothing. */
    @Test
    void isLostWhereMembersRunInFailsafeModeHoweverFreshTheirLastContact() {
        Snapshots snapshot = Snapshots.healthy()
                .dcs(DcsStates.allFail(FailureKind.TIMEOUT))
                .member("node1", member -> member.flags(Flag.FAILSAFE_ACTIVE));

        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.CRITICAL, null, snapshot)
                        .description())
                .startsWith(
                        "The DCS of greenlang-cluster is lost: no endpoint answers, and members run in failsafe mode.");
        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.WARNING, null, snapshot)
                        .description())
                .doesNotContain("the monitor's own way");
    }

    @Test
    void isUnknownWhereMembersReachItAndNobodyHoldsTheLock() {
        Snapshots snapshot = Snapshots.healthy().dcs(DcsStates.allFail(FailureKind.TIMEOUT));
        List.of("node1", "node2", "node3")
                .forEach(name -> snapshot.member(name, member -> member.flags(Flag.CLUSTER_UNLOCKED)));

        assertThat(Verdicts.critical(DcsHealthRule.UNHEALTHY, null, snapshot)).isEqualTo("unknown");
        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.WARNING, null, snapshot)
                        .description())
                .doesNotContain("the monitor's own way");
    }

    /** A status that is refused, and one that the monitor did not ask for, say nothing of the DCS. */
    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"AUTH", "PERMISSION", "MONITOR_BUSY", "INTERNAL"})
    void isNotLostByARefusalOrAnOmission(FailureKind kind) {
        Snapshots alone = unseenByMembers().dcs(DcsStates.allFail(kind));

        boolean asked = kind == FailureKind.AUTH || kind == FailureKind.PERMISSION;
        assertThat(Verdicts.critical(DcsHealthRule.UNHEALTHY, null, alone)).isEqualTo("unknown");
        assertThat(Verdicts.warning(DcsHealthRule.UNHEALTHY, null, alone)).isEqualTo(asked ? "clear" : "unknown");
        assertThat(Verdicts.warning(VisibilityRules.SOURCE_UNREAD, null, alone)).isEqualTo("holds");
    }

    @Test
    void isNotLostWhileItsKeysAreRead() {
        Snapshots snapshot = unseenByMembers().dcs(DcsStates.keysBeside(FailureKind.TIMEOUT));

        assertThat(Verdicts.critical(DcsHealthRule.UNHEALTHY, null, snapshot)).isEqualTo("clear");
        assertThat(Verdicts.warning(DcsHealthRule.UNHEALTHY, null, snapshot)).isEqualTo("holds");
    }

    @Test
    void isUnknownBeforeItWasAsked() {
        Snapshots snapshot = unseenByMembers().dcs(DcsStates.notAskedYet());

        assertThat(Verdicts.critical(DcsHealthRule.UNHEALTHY, null, snapshot)).isEqualTo("unknown");
        assertThat(Verdicts.warning(DcsHealthRule.UNHEALTHY, null, snapshot)).isEqualTo("unknown");
    }

    /** One firewall may stand before both. */
    @Test
    void isUnknownWhereNoMemberTells() {
        Snapshots snapshot = Snapshots.healthy().dcs(DcsStates.allFail(FailureKind.TIMEOUT));
        List.of("node1", "node2", "node3")
                .forEach(name -> snapshot.member(name, member -> member.patroniFails(FailureKind.TIMEOUT)));

        assertThat(Verdicts.critical(DcsHealthRule.UNHEALTHY, null, snapshot)).isEqualTo("unknown");
        assertThat(Verdicts.warning(DcsHealthRule.UNHEALTHY, null, snapshot)).isEqualTo("holds");
    }

    @Test
    void tellsTheErrorsOfAnEndpoint() {
        Snapshots snapshot = Snapshots.healthy().dcs(DcsStates.withErrors("memberID:1 alarm:NOSPACE"));

        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.WARNING, null, snapshot)
                        .description())
                .endsWith("http://etcd-1:2379: memberID:1 alarm:NOSPACE.");
    }

    private static Snapshots unseenByMembers() {
        Snapshots snapshot = Snapshots.healthy();
        List.of("node1", "node2", "node3")
                .forEach(name -> snapshot.member(name, member -> member.dcsAge(Duration.ofSeconds(31))));
        return snapshot;
    }

    @Test
    void findsNothingWrongWithADcsThatIsNotRead() {
        assertThat(Verdicts.warning(DcsHealthRule.UNHEALTHY, null, Snapshots.healthy()))
                .isEqualTo("clear");
        assertThat(Verdicts.critical(DcsHealthRule.UNHEALTHY, null, Snapshots.healthy()))
                .isEqualTo("clear");
    }

    @Test
    void isAboutTheDcsAndNotAboutTheWayThere() {
        Snapshots refused = Snapshots.healthy().dcs(DcsStates.keysFail(FailureKind.PERMISSION));
        Snapshots lost = Snapshots.healthy().dcs(DcsStates.endpointsOnly(0, 1, 2));

        assertThat(Verdicts.warning(DcsHealthRule.UNHEALTHY, null, refused)).isEqualTo("clear");
        assertThat(Verdicts.holding(VisibilityRules.SOURCE_UNREAD, Severity.WARNING, null, refused)
                        .description())
                .contains("The DCS has given no usable answer", "let the monitor's user read the namespace in the DCS");
        assertThat(Verdicts.warning(VisibilityRules.SOURCE_UNREAD, null, lost)).isEqualTo("clear");
    }
}
