package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeadersTest {
    private final Leaders leaders = new Leaders();

    @Test
    void namesTheOwnerOfTheLeaderKeyThatAcceptsWrites() {
        Leadership now = decide(Round.of(0, primary("n1"), standby("n2")).leader("n1"));

        assertThat(now.leader()).isEqualTo("n1");
        assertThat(now.hasLeader()).isEqualTo(Certainty.YES);
        assertThat(now.writable()).containsExactly("n1");
        assertThat(now.timeline()).isEqualTo(3);
        assertThat(now.blind()).isFalse();
        assertThat(now.splitBrain()).isEmpty();
    }

    @Test
    void believesSqlBeforePatronisClaim() {
        Member claims = Member.standby("n2", 3, 100).role(NodeRole.PRIMARY);

        assertThat(decide(Round.of(0, primary("n1"), claims).leader("n1")).writable())
                .containsExactly("n1");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"AUTH", "TIMEOUT", "REFUSED"})
    void believesPatronisClaimWhereSqlDoesNotAnswer(FailureKind kind) {
        Leadership now = decide(
                Round.of(0, primary("n1").postgresFails(kind), standby("n2")).leader("n1"));

        assertThat(now.writable()).containsExactly("n1");
        assertThat(now.hasLeader()).isEqualTo(Certainty.YES);
        assertThat(now.timeline()).isEqualTo(3);
    }

    @Test
    void hasNoLeaderWhileTheOwnerOfTheKeyIsOnItsWayDown() {
        Member stopping = primary("n1").says(NodeRole.PRIMARY, "stopping").postgresFails(FailureKind.REFUSED);

        assertThat(decide(Round.of(0, stopping, standby("n2")).leader("n1")).hasLeader())
                .isEqualTo(Certainty.NO);
    }

    @Test
    void hasNoLeaderWhileTheOwnerOfTheKeyIsStillInRecovery() {
        assertThat(decide(Round.of(0, standby("n1"), standby("n2")).leader("n1"))
                        .hasLeader())
                .isEqualTo(Certainty.NO);
    }

    @Test
    void isLedByWhoeverWritesTheNewestTimelineThoughNobodyOwnsTheKey() {
        Leadership now = decide(Round.of(0, primary("n1"), standby("n2")).leader(null));

        assertThat(now.leader()).isEqualTo("n1");
        assertThat(now.hasLeader()).isEqualTo(Certainty.YES);
        assertThat(now.writable()).containsExactly("n1");
    }

    @Test
    void neverCrownsAStalePrimary() {
        decide(Round.of(
                        0,
                        Member.primary("n1", 3, 900).patroniFails(FailureKind.REFUSED),
                        Member.primary("n2", 4, 1000))
                .leader("n2"));

        Leadership alone = decide(Round.of(
                5,
                Member.primary("n1", 3, 900).patroniFails(FailureKind.REFUSED),
                Member.primary("n2", 4, 1000).unreadable(FailureKind.REFUSED)));

        assertThat(alone.leader()).isNull();
        assertThat(alone.hasLeader()).isEqualTo(Certainty.NO);
        assertThat(alone.writable()).containsExactly("n1");
    }

    @Test
    void knowsFromTheHistoryThatAPrimaryIsStale() {
        Round round = Round.of(0, primary("n1"), Member.gone("n2").unreadable(FailureKind.REFUSED))
                .history(Round.ended(3, at(-60), "n2"));

        assertThat(decide(round).hasLeader()).isEqualTo(Certainty.NO);
    }

    @Test
    void followsTheKeyBackToAnOlderTimeline() {
        decide(Round.of(0, standby("n1"), Member.primary("n2", 4, 1000)).leader("n2"));
        Leadership byKey = decide(Round.of(5, primary("n1"), Member.gone("n2")).leader("n1"));
        Leadership withoutDcs = decide(Round.of(10, primary("n1"), Member.gone("n2")));

        assertThat(byKey.leader()).isEqualTo("n1");
        assertThat(byKey.hasLeader()).isEqualTo(Certainty.YES);
        assertThat(withoutDcs.leader()).isEqualTo("n1");
    }

    @Test
    void beginsAnewWithAClusterThatWasMadeAgain() {
        decide(Round.of(0, standby("n1"), Member.primary("n2", 4, 1000)).leader("n2"));
        leaders.forget();

        assertThat(decide(Round.of(5, Member.primary("n1", 1, 10), standby("n2").timeline(1)))
                        .leader())
                .isEqualTo("n1");
    }

    @Test
    void takesTheOnlyWritableMemberWhileTheDcsCannotBeRead() {
        Leadership now = decide(Round.of(0, standby("n1"), primary("n2")));

        assertThat(now.leader()).isEqualTo("n2");
        assertThat(now.hasLeader()).isEqualTo(Certainty.YES);
    }

    @Test
    void staysWithTheLastLeaderWhileTheDcsCannotBeReadAndNobodyAcceptsWrites() {
        decide(Round.of(0, primary("n1"), standby("n2")).leader("n1"));
        Leadership demoted = decide(Round.of(5, standby("n1"), standby("n2")));
        Leadership gone = decide(Round.of(10, Member.gone("n1"), standby("n2").noReceiver()));
        Leadership back = decide(Round.of(15, standby("n1"), standby("n2")));

        assertThat(demoted.leader()).isEqualTo("n1");
        assertThat(demoted.hasLeader()).isEqualTo(Certainty.NO);
        assertThat(gone.leader()).isNull();
        assertThat(gone.hasLeader()).isEqualTo(Certainty.NO);
        assertThat(back.leader()).isEqualTo("n1");
    }

    @Test
    void forgetsTheLastLeaderWhenTheDcsNamesNone() {
        decide(Round.of(0, primary("n1"), standby("n2")).leader("n1"));
        decide(Round.of(5, standby("n1"), standby("n2")).leader(null));

        assertThat(decide(Round.of(10, standby("n1"), standby("n2"))).leader()).isNull();
    }

    @Test
    void cannotTellWhoLeadsWhenTwoAcceptWritesAndTheDcsCannotBeRead() {
        Leadership now = decide(Round.of(0, primary("n1"), primary("n2")));

        assertThat(now.leader()).isNull();
        assertThat(now.hasLeader()).isEqualTo(Certainty.UNKNOWN);
        assertThat(now.splitBrain()).hasSize(1);
    }

    @Test
    void isBlindWhenNobodyCanBeRead() {
        Leadership now =
                decide(Round.of(0, Member.gone("n1"), Member.gone("n2")).leader("n1"));

        assertThat(now.blind()).isTrue();
        assertThat(now.hasLeader()).isEqualTo(Certainty.UNKNOWN);
        assertThat(decide(Round.of(5)).blind()).isTrue();
    }

    @Test
    void hasALeaderInAStandbyClusterWhenItsPostgresRuns() {
        Round byView = Round.of(0, standby("n1").role(NodeRole.STANDBY_LEADER), standby("n2"))
                .role("n1", MemberRole.STANDBY_LEADER)
                .leader("n1");
        DynamicConfig standbyCluster = new DynamicConfig(
                DynamicConfig.DEFAULTS.timing(), 1, DynamicConfig.DEFAULTS.synchronousMode(), false, true);
        Round byConfig = Round.of(0, standby("n1"), standby("n2")).leader("n1").config(standbyCluster);

        assertThat(decide(byView).hasLeader()).isEqualTo(Certainty.YES);
        assertThat(decide(byConfig).hasLeader()).isEqualTo(Certainty.YES);
        assertThat(decide(byConfig).writable()).isEmpty();
    }

    /** The cluster was promoted since, and its leader does not get up. */
    @Test
    void believesTheViewBeforeSettingsThatCanNoLongerBeRead() {
        DynamicConfig standbyCluster = new DynamicConfig(
                DynamicConfig.DEFAULTS.timing(), 1, DynamicConfig.DEFAULTS.synchronousMode(), false, true);
        Round round = Round.of(0, standby("n1"), standby("n2"))
                .leader("n1")
                .config(Answer.failed(FailureKind.HTTP_STATUS, "403", at(0)))
                .lastConfig(standbyCluster);

        assertThat(decide(round).hasLeader()).isEqualTo(Certainty.NO);
    }

    /** It goes on without the DCS, by its own Patroni's word; a primary would have stepped down. */
    @ParameterizedTest
    @CsvSource({"STANDBY_LEADER, running, UNKNOWN", "REPLICA, running, NO", "STANDBY_LEADER, stopped, NO"})
    void doesNotKnowALeaderOfAStandbyClusterLostWhileNobodyShowsTheDcs(
            NodeRole role, String state, Certainty expected) {
        decide(Round.of(0, standby("n1").role(NodeRole.STANDBY_LEADER), standby("n2"))
                .role("n1", MemberRole.STANDBY_LEADER)
                .leader("n1"));
        Member former = standby("n1").says(role, state).postgresFails(FailureKind.REFUSED);

        Leadership now = decide(Round.of(5, former, standby("n2").noReceiver()));

        assertThat(now.hasLeader()).isEqualTo(expected);
        assertThat(now.leader()).isEqualTo("n1");
    }

    @Test
    void hasNoLeaderInAStandbyClusterWhoseLeaderIsStopped() {
        Member stopped = standby("n1").says(NodeRole.STANDBY_LEADER, "stopped").postgresFails(FailureKind.REFUSED);
        Round round = Round.of(0, stopped, standby("n2"))
                .role("n1", MemberRole.STANDBY_LEADER)
                .leader("n1");

        assertThat(decide(round).hasLeader()).isEqualTo(Certainty.NO);
    }

    @ParameterizedTest
    @CsvSource({"0, YES", "1, UNKNOWN", "2, NO"})
    void letsNobodyAloneSayThatItLeadsAStandbyCluster(int seeNoLeader, Certainty expected) {
        Member[] others = {standby("n2"), standby("n3")};
        for (int i = 0; i < seeNoLeader; i++) {
            others[i].flags(Flag.CLUSTER_UNLOCKED);
        }
        if (seeNoLeader == 1) {
            others[1].unreadable(FailureKind.TIMEOUT);
        }
        Round round = Round.of(0, standby("n1"), others[0].noReceiver(), others[1].noReceiver())
                .role("n1", MemberRole.STANDBY_LEADER)
                .leader("n1");

        assertThat(decide(round).hasLeader()).isEqualTo(expected);
    }

    @Test
    void doesNotAskThoseThatHaveLostTheDcsForTheLeaderOfAStandbyCluster() {
        Member cutOff = standby("n2").flags(Flag.CLUSTER_UNLOCKED).dcsLastSeen(at(-60));
        Round round = Round.of(0, standby("n1").dcsLastSeen(at(-2)), cutOff)
                .role("n1", MemberRole.STANDBY_LEADER)
                .leader("n1");

        assertThat(decide(round).hasLeader()).isEqualTo(Certainty.YES);
    }

    @Test
    void staysWithAnOwnerThatOverruledAFalseHistory() {
        TimelineHistory.Entry made = Round.ended(Integer.MAX_VALUE - 1, at(-60), "n2");
        Round told = Round.of(0, primary("n1"), standby("n2")).leader("n1").history(made);
        decide(told);

        assertThat(decide(Round.of(5, primary("n1"), standby("n2")).historyOf(told))
                        .leader())
                .isEqualTo("n1");
    }

    @Test
    void believesAMemberBeforeWhatTheDcsListsOfIt() {
        Round round = Round.of(0, primary("n1"), standby("n2"))
                .listedTimeline("n2", Integer.MAX_VALUE)
                .leader(null);

        assertThat(decide(round).leader()).isEqualTo("n1");
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, TIMEOUT, UNKNOWN",
        "UNREACHABLE, UNREACHABLE, UNKNOWN",
        "DNS, DNS, UNKNOWN",
        "TLS, AUTH, UNKNOWN",
        "REFUSED, TIMEOUT, UNKNOWN",
        "REFUSED, REFUSED, NO",
        "TIMEOUT, REFUSED, NO",
        "TIMEOUT, STARTING, NO"
    })
    void doesNotTakeALeaderForGoneThatAStandbyStillHears(FailureKind patroni, FailureKind sql, Certainty expected) {
        Member leader = primary("n1").patroniFails(patroni).postgresFails(sql);
        Member standby = standby("n2").heard(at(-2));

        assertThat(decide(Round.of(0, leader, standby).leader("n1")).hasLeader())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, UNKNOWN", "30, UNKNOWN", "35, UNKNOWN", "36, NO", "600, NO", "-20, UNKNOWN"})
    void takesALeaderForGoneOnceNoStandbyHasHeardItForLong(int age, Certainty expected) {
        Member standby = standby("n2").heard(at(-age));

        assertThat(decide(Round.of(0, Member.gone("n1"), standby).leader("n1")).hasLeader())
                .isEqualTo(expected);
    }

    @Test
    void takesALeaderForGoneWhenNoStandbyHasAReceiver() {
        Member waiting = standby("n3").receives(new WalReceiver("waiting", null, null, 3, at(0)));

        assertThat(decide(Round.of(0, Member.gone("n1"), standby("n2").noReceiver(), waiting)
                                .leader("n1"))
                        .hasLeader())
                .isEqualTo(Certainty.NO);
    }

    @Test
    void hearsNothingOfTheLeaderThroughACascade() {
        Member cascaded = standby("n3").receives(new WalReceiver("streaming", "n2", 5432, 3, at(0)));

        assertThat(decide(Round.of(0, Member.gone("n1"), standby("n2").noReceiver(), cascaded)
                                .leader("n1"))
                        .hasLeader())
                .isEqualTo(Certainty.NO);
    }

    @ParameterizedTest
    @CsvSource({"streaming, UNKNOWN", "in archive recovery, NO"})
    void asksPatroniForTheReceiverWhereSqlDoesNotAnswer(String replicationState, Certainty expected) {
        Member standby = standby("n2").sqlOff().replicationState(replicationState);

        assertThat(decide(Round.of(0, Member.gone("n1"), standby).leader("n1")).hasLeader())
                .isEqualTo(expected);
    }

    @Test
    void looksForAHiddenLeaderAmongAllUnreadMembersWhenTheDcsCannotBeRead() {
        assertThat(decide(Round.of(0, Member.gone("n1"), standby("n2"))).hasLeader())
                .isEqualTo(Certainty.UNKNOWN);
        assertThat(decide(Round.of(0, standby("n1"), standby("n2"))).hasLeader())
                .isEqualTo(Certainty.NO);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isReadyForALeaderThatIsNoKnownMemberYet(boolean heard) {
        Member standby = heard ? standby("n2") : standby("n2").noReceiver();

        assertThat(decide(Round.of(0, standby, Member.gone("n9")).leader("n9")).hasLeader())
                .isEqualTo(heard ? Certainty.UNKNOWN : Certainty.NO);
    }

    private Leadership decide(Round round) {
        return leaders.decide(round.seen());
    }

    private static Member primary(String name) {
        return Member.primary(name, 3, 1000);
    }

    private static Member standby(String name) {
        return Member.standby(name, 3, 1000);
    }
}
