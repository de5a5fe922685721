package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverCandidatesTest {
    private static final long MIB = 1 << 20;
    private static final long WRITTEN = 100 * MIB;

    @Test
    void countsAHealthyReplicaAndNotTheLeader() {
        assertThat(candidates(round(standby()))).containsExactly(new FailoverCandidate("n2", null));
    }

    @Test
    void excludesAMemberWhosePatroniDoesNotAnswer() {
        assertThat(exclusion(standby().patroniFails(FailureKind.TIMEOUT)))
                .isEqualTo("its Patroni can't be read: timeout");
        assertThat(exclusion(standby().patroniNotAsked())).isEqualTo("its Patroni was not asked");
    }

    @Test
    void excludesAnyRoleButReplica() {
        assertThat(exclusion(standby().role(NodeRole.DEMOTED))).isEqualTo("its role is demoted");
        assertThat(exclusion(Member.primary("n2", 3, WRITTEN))).isEqualTo("its role is primary");
    }

    @Test
    void excludesAMemberWhosePostgresDoesNotWork() {
        assertThat(exclusion(standby().says(NodeRole.REPLICA, "starting"))).isEqualTo("its PostgreSQL is starting");
        assertThat(exclusion(standby().postgresFails(FailureKind.TIMEOUT)))
                .isEqualTo("PostgreSQL hangs, Patroni is alive");
    }

    @Test
    void keepsAMemberThatOnlyTheDaemonCannotLogInTo() {
        assertThat(exclusion(standby().postgresFails(FailureKind.AUTH))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "nofailover, true, tagged nofailover: \"true\"",
        "failover_priority, 0, tagged failover_priority: 0",
        "failover_priority, 2,"
    })
    void heedsTags(String tag, String value, String expected) {

        assertThat(exclusion(standby().tag(tag, value))).isEqualTo(expected);
        assertThat(candidates(round(standby()).listedTag("n2", tag, value))
                        .get(0)
                        .exclusion())
                .isEqualTo(expected);
    }

    @Test
    void excludesAnotherTimeline() {
        assertThat(exclusion(standby().timeline(2))).isEqualTo("on timeline 2, the leader is on 3");
        assertThat(exclusion(standby().timeline(null))).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            false | 104857600 |
            false | 104857599 | on timeline 2, the leader is on 3, which left it at 0/63FFFFF, before this standby's 0/6400000
            true  | 104857600 | on timeline 2, the leader is on 3, and check_timeline is on
            """)
    void judgesOneThatIsMerelyBehindByItsLag(boolean checkTimeline, long switchpoint, String expected) {
        Round round = round(standby().timeline(2))
                .history(new TimelineHistory.Entry(2, new Lsn(switchpoint), "no recovery target specified", null, null))
                .config(checkingTimelines(checkTimeline, false));

        assertThat(candidates(round).get(0).exclusion()).isEqualTo(expected);
    }

    @Test
    void wantsToKnowTheTimelineWherePatroniChecksIt() {
        Round normal = round(standby().timeline(null)).config(checkingTimelines(true, false));
        Round standbyCluster = round(standby().timeline(null)).config(checkingTimelines(true, true));

        assertThat(candidates(normal).get(0).exclusion())
                .isEqualTo("its Patroni does not know its timeline, and check_timeline is on");
        assertThat(candidates(standbyCluster).get(0).exclusion()).isNull();
        assertThat(candidates(round(standby().timeline(2).withoutPosition())
                                .history(new TimelineHistory.Entry(2, new Lsn(WRITTEN), "", null, null)))
                        .get(0)
                        .exclusion())
                .isEqualTo("on timeline 2, the leader is on 3");
    }

    @ParameterizedTest
    @CsvSource({"1048576, true", "1048577, false"})
    void allowsForTheMaximumLag(long behind, boolean eligible) {
        String exclusion = exclusion(Member.standby("n2", 3, WRITTEN - behind));

        assertThat(exclusion).isEqualTo(eligible ? null : "1048577 bytes behind, maximum_lag_on_failover is 1048576");
    }

    /** Synchronous mode, maximum_lag_on_failover and check_timeline are set there; a tag holds without them. */
    @Test
    void doesNotKnowBeforeTheSettingsWereRead() {
        for (Member other : List.of(standby(), Member.standby("n2", 3, WRITTEN - 50 * MIB))) {
            assertThat(candidates(unread(other)))
                    .containsExactly(new FailoverCandidate(
                            "n2", Certainty.UNKNOWN, "the cluster's settings could not be read, and they decide it"));
        }
        assertThat(candidates(unread(standby().tag("nofailover", "true")))
                        .get(0)
                        .eligible())
                .isEqualTo(Certainty.NO);
        assertThat(candidates(unread(standby()).lastConfig(DynamicConfig.DEFAULTS)))
                .containsExactly(new FailoverCandidate("n2", null));
    }

    /** A leader that works can be read, so that it is the replica that tells no position. */
    @Test
    void doesNotKnowOfALagWhereNobodyLeads() {
        Round leaderless = Round.of(0, Member.gone("n1"), standby()).leader(null);

        assertThat(candidates(leaderless))
                .filteredOn(candidate -> candidate.member().equals("n2"))
                .containsExactly(new FailoverCandidate("n2", Certainty.UNKNOWN, "its lag is unknown"));
        assertThat(candidates(leaderless.listedLag("n2", 2 * MIB)))
                .filteredOn(candidate -> candidate.member().equals("n2"))
                .containsExactly(
                        new FailoverCandidate("n2", "2097152 bytes behind, maximum_lag_on_failover is 1048576"));
    }

    @Test
    void countsWhatIsReceivedThoughNotReplayed() {
        assertThat(exclusion(Member.standby("n2", 3, WRITTEN - 50 * MIB).received(WRITTEN)))
                .isNull();
        assertThat(exclusion(Member.standby("n2", 3, WRITTEN - 50 * MIB)
                        .received(WRITTEN)
                        .sqlOff()))
                .isNull();
    }

    @Test
    void excludesAMemberWhoseLagNobodyKnows() {
        assertThat(exclusion(standby().withoutPosition())).isEqualTo("its lag is unknown");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "99999999, false"})
    void takesPatronisOwnLagWhileTheLeaderCannotBeRead(long listed, boolean eligible) {
        Round round = Round.of(0, Member.gone("n1"), standby()).leader("n1").listedLag("n2", listed);

        assertThat(candidates(round).get(0).eligible()).isEqualTo(Certainty.of(eligible));
    }

    @Test
    void needsASynchronousStandbyInSynchronousMode() {
        assertThat(candidates(synchronous(standby())).get(0).exclusion())
                .isEqualTo("no synchronous standby, in synchronous mode");
    }

    @ParameterizedTest
    @EnumSource(
            value = Flag.class,
            names = {"SYNC_STANDBY", "QUORUM_STANDBY"})
    void takesASynchronousStandbyByItsOwnWord(Flag flag) {
        assertThat(candidates(synchronous(standby().flags(flag))).get(0).eligible())
                .isEqualTo(Certainty.YES);
    }

    @ParameterizedTest
    @EnumSource(
            value = MemberRole.class,
            names = {"SYNC_STANDBY", "QUORUM_STANDBY"})
    void takesASynchronousStandbyByTheDcs(MemberRole role) {
        assertThat(candidates(synchronous(standby()).role("n2", role)).get(0).eligible())
                .isEqualTo(Certainty.YES);
    }

    @Test
    void excludesABrokenWatchdog() {
        assertThat(exclusion(standby().flags(Flag.WATCHDOG_FAILED))).isEqualTo("its watchdog failed");
    }

    @Test
    void doesNotMindMaintenanceMode() {
        assertThat(exclusion(standby().flags(Flag.PAUSE))).isNull();
    }

    private static Member standby() {
        return Member.standby("n2", 3, WRITTEN);
    }

    private static Round round(Member other) {
        return Round.of(0, Member.primary("n1", 3, WRITTEN), other).leader("n1");
    }

    private static Round unread(Member other) {
        return round(other).config(Answer.failed(FailureKind.EMPTY_REPLY, "made up", Round.at(0)));
    }

    private static Round synchronous(Member other) {
        return round(other)
                .config(new DynamicConfig(
                        DynamicConfig.DEFAULTS.timing(),
                        MIB,
                        new SynchronousMode(SynchronousMode.Kind.ON, false, 1),
                        false,
                        false));
    }

    private static DynamicConfig checkingTimelines(boolean on, boolean standbyCluster) {
        return new DynamicConfig(
                DynamicConfig.DEFAULTS.timing(),
                MIB,
                DynamicConfig.DEFAULTS.synchronousMode(),
                false,
                standbyCluster,
                on);
    }

    private static String exclusion(Member other) {
        return candidates(round(other)).get(0).exclusion();
    }

    private static List<FailoverCandidate> candidates(Round round) {
        Observation seen = round.seen();
        Leadership leadership = new Leaders().decide(seen);
        return new FailoverCandidates(seen, leadership, Diagnoses.of(seen), new TrueLag().measure(seen, leadership))
                .list();
    }
}
