package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static io.greenlang.patroni.monitor.testing.Round.ended;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history alone, and joined with what the daemon saw. */
class LeaderLogTest {
    private static final int HOUR = 3600;
    private static final int DAY = 24 * HOUR;

    private final Leaders leaders = new Leaders();
    private final LeaderLog log = new LeaderLog();

    @Test
    void countsChangesOfTheLastDayFromTheHistoryAlone() {
        LeaderRecord record = record(led("n3", 5, 0)
                .history(
                        ended(1, at(-9 * DAY), "n2"),
                        ended(2, at(-DAY - 1), "n1"),
                        ended(3, at(-DAY), "n2"),
                        ended(4, at(-HOUR), "n3")));

        assertThat(record.failovers24h()).isEqualTo(2);
        assertThat(record.timelineIncrements24h()).isEqualTo(2);
        assertThat(record.changes())
                .containsExactly(
                        new LeaderChange(at(-DAY), 4, "n1", "n2", null, Certainty.UNKNOWN),
                        new LeaderChange(at(-HOUR), 5, "n2", "n3", null, Certainty.UNKNOWN));
        assertThat(record.last()).isEqualTo(record.changes().get(1));
    }

    @Test
    void remembersTheLastChangeHoweverOld() {
        LeaderRecord record = record(led("n2", 2, 0).history(ended(1, at(-30 * DAY), "n2")));

        assertThat(record.failovers24h()).isZero();
        assertThat(record.last()).isNotNull();
        assertThat(record.last().at()).isEqualTo(at(-30 * DAY));
    }

    @Test
    void letsAChangeGrowOldAsTimePasses() {
        assertThat(record(led("n2", 2, 0).history(ended(1, at(-DAY + 5), "n2"))).failovers24h())
                .isEqualTo(1);
        assertThat(record(led("n2", 2, 5).history(ended(1, at(-DAY + 5), "n2"))).failovers24h())
                .isEqualTo(1);
        assertThat(record(led("n2", 2, 6).history(ended(1, at(-DAY + 5), "n2"))).failovers24h())
                .isZero();
    }

    @Test
    void countsNoCrashOfTheFirstLeaderThatTheHistoryKnows() {
        Round crashed = Round.of(0, Member.primary("n1", 2, 100).started(at(-HOUR - 20)), Member.standby("n2", 2, 100))
                .leader("n1")
                .history(ended(1, at(-HOUR), "n1"));
        Round promoted = Round.of(5, Member.primary("n3", 2, 100).started(at(-DAY)), Member.standby("n2", 2, 100))
                .leader("n3")
                .history(ended(1, at(-HOUR), "n3"));

        assertThat(record(crashed).failovers24h()).isZero();
        assertThat(record(promoted).failovers24h()).isEqualTo(1);
    }

    @Test
    void countsNoRepromotionOfTheSameLeader() {
        LeaderRecord record = record(led("n2", 4, 0).history(ended(2, at(-2 * DAY), "n2"), ended(3, at(-HOUR), "n2")));

        assertThat(record.failovers24h()).isZero();
        assertThat(record.timelineIncrements24h()).isEqualTo(1);
    }

    @Test
    void countsAnEntryWhosePredecessorIsUnknown() {
        assertThat(record(led("n2", 3, 0).history(ended(1, null, null), ended(2, at(-HOUR), "n2")))
                        .failovers24h())
                .isEqualTo(1);
    }

    @Test
    void knowsThePredecessorItSawItself() {
        record(led("n2", 2, 0).history(ended(1, null, null)));
        LeaderRecord record = record(led("n2", 3, 60).history(ended(1, null, null), ended(2, at(58), "n2")));

        assertThat(record.failovers24h()).isZero();
        assertThat(record.timelineIncrements24h()).isEqualTo(1);
    }

    @Test
    void countsARecoveryToAPointInTimeOnlyWhenAnotherMemberIsKnownToLead() {
        String reason = "before 2026-11-22 09:00:00+00";

        assertThat(record(led("n2", 3, 0).history(ended(2, reason, at(-HOUR), "n2")))
                        .failovers24h())
                .isZero();
        assertThat(record(led("n2", 3, 5).history(ended(1, at(-2 * DAY), "n2"), ended(2, reason, at(-HOUR), "n2")))
                        .failovers24h())
                .isZero();
        LeaderRecord other =
                record(led("n2", 3, 10).history(ended(1, at(-2 * DAY), "n1"), ended(2, reason, at(-HOUR), "n2")));
        assertThat(other.failovers24h()).isEqualTo(1);
        assertThat(other.timelineIncrements24h()).isEqualTo(1);
    }

    @Test
    void countsNoEntryWithoutATimeThatWasThereFromTheStart() {
        LeaderRecord record = record(led("n2", 3, 0).history(ended(1, null, null), ended(2, null, null)));

        assertThat(record.failovers24h()).isZero();
        assertThat(record.timelineIncrements24h()).isZero();
        assertThat(record.last()).isNull();
    }

    @Test
    void datesAnEntryWithoutATimeThatAppearedLaterByItsFirstSight() {
        record(led("n2", 2, 0).history(ended(1, null, null)));
        record(led("n3", 4, 20).history(ended(1, null, null)));
        Round later = led("n3", 4, 25).history(ended(1, null, null), ended(2, null, null));

        assertThat(record(later).failovers24h()).isEqualTo(1);
        assertThat(record(led("n3", 4, DAY + 30).history(ended(1, null, null), ended(2, null, null)))
                        .failovers24h())
                .isZero();
    }

    @Test
    void keepsADateThatPatroniForgot() {
        record(led("n2", 3, 0).history(ended(1, at(-9 * HOUR), "n1"), ended(2, at(-HOUR), "n2")));
        LeaderRecord record = record(led("n2", 3, 5).history(ended(1, null, null), ended(2, at(-HOUR), "n2")));

        assertThat(record.failovers24h()).isEqualTo(2);
        assertThat(record.changes().get(1).from()).isEqualTo("n1");
    }

    /** It has none until it is promoted; then its leader writes that of all timelines since the cluster was made. */
    @Test
    void countsNothingThatAPromotedStandbyClusterFindsInItsHistory() {
        record(standbyLed("n1", 0).history());
        assertThat(recordAPromotedStandbyCluster().changes()).isEmpty();
    }

    @Test
    void countsNothingEitherWhenItFollowedTheFirstTimelineBefore() {
        DynamicConfig usual = DynamicConfig.DEFAULTS;
        DynamicConfig follows = new DynamicConfig(
                usual.timing(), usual.maximumLagOnFailoverBytes(), usual.synchronousMode(), false, true);
        record(Round.of(0, Member.standby("n1", 1, 1), Member.standby("n2", 1, 1))
                .role("n1", MemberRole.STANDBY_LEADER)
                .leader("n1")
                .config(follows)
                .history());
        record(standbyLed("n1", 3).config(follows).history());
        LeaderRecord record = recordAPromotedStandbyCluster();
        assertThat(record.changes()).isEmpty();
        assertThat(record.timelineIncrements24h()).isEqualTo(1);
    }

    private LeaderRecord recordAPromotedStandbyCluster() {
        return record(led("n1", 5, 5)
                .history(ended(1, null, null), ended(2, null, null), ended(3, null, null), ended(4, at(4), "n1")));
    }

    /** Until its leader writes it again, without dates and names. */
    @Test
    void keepsTheHistoryThatTheDcsHasLost() {
        record(led("n2", 3, 0).history(ended(1, at(-9 * DAY), "n1"), ended(2, at(-2 * DAY), "n2")));
        assertThat(record(led("n2", 3, 5).history()).failovers24h()).isZero();
        LeaderRecord record = record(led("n2", 3, 10).history(ended(1, null, null), ended(2, null, null)));

        assertThat(record.failovers24h()).isZero();
        assertThat(record.last().at()).isEqualTo(at(-2 * DAY));
    }

    @Test
    void numbersTheNewTimelineAcrossAGap() {
        LeaderRecord record = record(led("n2", 7, 0).history(ended(1, at(-3 * HOUR), "n1"), ended(4, at(-HOUR), "n2")));

        assertThat(record.changes()).extracting(LeaderChange::timeline).containsExactly(4, 7);
    }

    @Test
    void cutsALeadersClockThatRunsAhead() {
        LeaderRecord record = record(led("n2", 2, 0).history(ended(1, at(600), "n2")));

        assertThat(record.changes()).extracting(LeaderChange::at).containsExactly(at(0));
    }

    @Test
    void goesByTheLastReadingWhileTheHistoryCannotBeRead() {
        record(led("n2", 2, 0).history(ended(1, at(-HOUR), "n2")));
        LeaderRecord record = record(led("n2", 2, 5).historyFails());

        assertThat(record.failovers24h()).isEqualTo(1);
        assertThat(record.timelineIncrements24h()).isNull();
    }

    @Test
    void doesNotTakeAMissingHistoryForAnEmptyOne() {
        assertThat(record(led("n2", 1, 0).history()).timelineIncrements24h()).isZero();
        assertThat(record(led("n2", 4, 5).history()).timelineIncrements24h()).isNull();
        assertThat(record(led("n2", 4, 10)).timelineIncrements24h()).isNull();
    }

    @Test
    void seesAChangeBeforeTheHistoryTellsItAndCountsItOnce() {
        record(led("n1", 1, 0).history());
        LeaderRecord own = record(led("n2", 2, 5).history());
        LeaderRecord joined = record(led("n2", 2, 10).history(ended(1, at(3), "n2")));

        assertThat(own.changes()).extracting(LeaderChange::at).containsExactly(at(5));
        assertThat(joined.changes())
                .containsExactly(new LeaderChange(at(3), 2, "n1", "n2", Duration.ofSeconds(3), Certainty.YES));
        assertThat(joined.failovers24h()).isEqualTo(1);
    }

    @Test
    void endsTheTimeWithoutALeaderWhenTheHistoryDatesThePromotion() {
        record(led("n1", 1, 0).history());
        record(leaderless(5));
        record(led("n2", 2, 10).history());
        assertThat(leaderlessBy(ended(1, at(8), "n2"), 15)).isEqualTo(Duration.ofSeconds(8));
        assertThat(leaderlessBy(ended(1, at(8), "n2"), 20)).isEqualTo(Duration.ofSeconds(8));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-60, 4, 5, 11})
    void goesByTheRoundsWhenTheHistoryContradictsThem(double promoted) {
        record(led("n1", 1, 0).history());
        record(leaderless(5));
        record(led("n2", 2, 10).history());

        assertThat(leaderlessBy(ended(1, at(promoted), "n2"), 15)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void isNotMisledByAHistoryThatIsOneChangeBehind() {
        record(led("n1", 1, 0).history());
        record(led("n2", 2, 5).history(ended(1, at(4), "n2")));
        LeaderRecord record = record(led("n3", 3, 10).history(ended(1, at(4), "n2")));

        assertThat(record.changes()).extracting(LeaderChange::to).containsExactly("n2", "n3");
        assertThat(record.changes()).extracting(LeaderChange::timeline).containsExactly(2, 3);
    }

    @Test
    void takesWhoLedMeanwhileFromTheHistory() {
        record(led("n1", 1, 0).history());
        record(Round.of(5, Member.gone("n1"), Member.gone("n2"), Member.gone("n3")));
        LeaderRecord record = record(led("n3", 3, HOUR).history(ended(1, at(60), "n2"), ended(2, at(1800), "n3")));

        assertThat(record.changes())
                .containsExactly(
                        new LeaderChange(at(60), 2, "n1", "n2", null, Certainty.UNKNOWN),
                        new LeaderChange(at(1800), 3, "n2", "n3", null, Certainty.UNKNOWN));
    }

    @Test
    void recordsChangesOfAStandbyClusterWhichHasNoHistory() {
        record(standbyLed("n1", 0).history());
        LeaderRecord record = record(standbyLed("n2", 5).history());

        assertThat(record.failovers24h()).isEqualTo(1);
        assertThat(record.timelineIncrements24h()).isNull();
    }

    @Test
    void startsAgainAtALowerTimelineAfterTheClusterWasSetUpAnew() {
        record(led("n1", 9, 0).history(ended(8, at(-2 * DAY), "n1")));
        record(led("n1", 1, 60).history());
        LeaderRecord record = record(led("n2", 2, 120).history(ended(1, at(118), "n2")));

        assertThat(record.changes()).extracting(LeaderChange::timeline).containsExactly(2);
        assertThat(record.changes()).extracting(LeaderChange::from).containsExactly("n1");
    }

    @Test
    void forgetsWhoLedTheSameTimelineBeforeTheClusterWasSetUpAnew() {
        record(led("n1", 9, 0).history(ended(8, at(-2 * DAY), "n1")));
        record(led("n2", 1, 60).history());
        LeaderRecord record = record(led("n3", 10, 100).history(ended(8, at(70), "n2"), ended(9, at(90), "n3")));

        assertThat(record.last()).isNotNull();
        assertThat(record.last().from()).isEqualTo("n2");
    }

    @Test
    void waitsForTheTimelineOfANewLeader() {
        record(led("n1", 1, 0).history());
        Round unnumbered = Round.of(
                        5,
                        Member.standby("n1", 1, 1),
                        Member.primary("n2", 2, 1).timeline(null))
                .leader("n2")
                .history();
        assertThat(record(unnumbered).changes()).isEmpty();

        assertThat(record(led("n2", 2, 10).history()).changes())
                .extracting(LeaderChange::timeline)
                .containsExactly(2);
    }

    @Test
    void forgetsItsOwnSightsAfterAWeek() {
        record(led("n1", 1, 0).history());
        assertThat(record(led("n2", 2, 5).history()).last()).isNotNull();
        assertThat(record(led("n2", 2, 7 * DAY).history()).last()).isNotNull();
        assertThat(record(led("n2", 2, 7 * DAY + 6).history()).last()).isNull();
    }

    @Test
    void addsUpTheTimeWithoutALeader() {
        record(led("n1", 1, 0));
        record(leaderless(5));
        record(led("n2", 2, 10));

        assertThat(record(led("n2", 2, 15)).availability().notWritable()).isEqualTo(Duration.ofSeconds(10));
    }

    private static Round leaderless(double second) {
        Member stopped =
                Member.standby("n1", 1, 1).says(NodeRole.DEMOTED, "stopped").postgresFails(FailureKind.REFUSED);
        return Round.of(second, stopped, Member.standby("n2", 1, 1))
                .leader(null)
                .history();
    }

    private @Nullable Duration leaderlessBy(TimelineHistory.Entry entry, double second) {
        return record(led("n2", 2, second).history(entry)).changes().get(0).leaderless();
    }

    /** {@code leader} leads; n1, n2 and n3 are all there. */
    private static Round led(String leader, int timeline, double second) {
        return Round.of(
                        second,
                        member("n1", leader, timeline),
                        member("n2", leader, timeline),
                        member("n3", leader, timeline))
                .leader(leader);
    }

    private static Member member(String name, String leader, int timeline) {
        return name.equals(leader) ? Member.primary(name, timeline, 1) : Member.standby(name, timeline, 1);
    }

    private static Round standbyLed(String leader, double second) {
        return Round.of(second, Member.standby("n1", 4, 1), Member.standby("n2", 4, 1))
                .role(leader, MemberRole.STANDBY_LEADER)
                .leader(leader);
    }

    private LeaderRecord record(Round round) {
        Observation seen = round.seen();
        return log.record(seen, leaders.decide(seen), Duration.ofMinutes(1));
    }
}
