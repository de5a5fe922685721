package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static io.greenlang.patroni.monitor.testing.Round.ended;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.model.Visibility;
import io.greenlang.patroni.monitor.testing.DcsStates;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What was asked and gave nothing: since when, and why. */
class VisibilityTest {
    private final Correlator correlator = Round.correlator("demo");

    @Test
    void isFullOfAClusterThatIsReadInWhole() {
        assertThat(visibility(Round.of(0, primary("n1"), standby("n2")).leader("n1")))
                .isEqualTo(Visibility.FULL);
    }

    @ParameterizedTest
    @EnumSource(value = FailureKind.class, mode = EnumSource.Mode.EXCLUDE, names = "MONITOR_BUSY")
    void knowsSinceWhenASourceHasBeenUnreadWhateverTheReason(FailureKind kind) {
        visibility(Round.of(0, primary("n1"), standby("n2").postgresFails(kind)).leader("n1"));
        Visibility now = visibility(Round.of(40, primary("n1"), standby("n2").postgresFails(FailureKind.TIMEOUT))
                .leader("n1"));

        assertThat(now.of("n2", Source.POSTGRES)).hasValueSatisfying(unread -> {
            assertThat(unread.since()).isEqualTo(at(0));
            assertThat(unread.failure().kind()).isEqualTo(FailureKind.TIMEOUT);
        });
        assertThat(now.of("n2", Source.PATRONI)).isEmpty();
        assertThat(now.isFull()).isFalse();
    }

    @Test
    void beginsAgainAfterAUsableAnswer() {
        visibility(Round.of(0, primary("n1"), standby("n2").postgresFails(FailureKind.AUTH))
                .leader("n1"));
        visibility(Round.of(5, primary("n1"), standby("n2")).leader("n1"));
        Visibility again = visibility(Round.of(10, primary("n1"), standby("n2").postgresFails(FailureKind.AUTH))
                .leader("n1"));

        assertThat(again.of("n2", Source.POSTGRES).orElseThrow().since()).isEqualTo(at(10));
    }

    @Test
    void doesNotMissWhatNobodyAskedFor() {
        assertThat(visibility(Round.of(0, primary("n1").sqlOff(), standby("n2").sqlOff())
                        .leader("n1")))
                .isEqualTo(Visibility.FULL);
    }

    @Test
    void missesADcsThatNobodyShowsThoughMembersAnswer() {
        assertThat(visibility(Round.of(0, primary("n1"), standby("n2"))).of(null, Source.DCS))
                .isPresent();
    }

    /** How the cluster is run, and what it has been through, is judged by, too. */
    @Test
    void missesSettingsAndTimelinesThatNobodyShows() {
        Round well = Round.of(0, primary("n1"), standby("n2")).leader("n1");
        Round settings = Round.of(5, primary("n1"), standby("n2"))
                .leader("n1")
                .config(Answer.failed(FailureKind.HTTP_STATUS, "403", at(5)));
        Round timelines =
                Round.of(10, primary("n1"), standby("n2")).leader("n1").historyFails();

        assertThat(visibility(well).of(null, Source.DCS)).isEmpty();
        for (Round round : new Round[] {settings, timelines}) {
            assertThat(visibility(round).of(null, Source.DCS))
                    .hasValueSatisfying(unread -> assertThat(unread.since()).isEqualTo(at(5)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"REFUSED", "TLS", "AUTH"})
    void missesADcsOfWhichEveryEndpointFails(FailureKind kind) {
        Visibility now = visibility(
                Round.of(0, primary("n1"), standby("n2")).leader("n1").dcs(DcsStates.allFail(kind)));

        assertThat(now.of(null, Source.DCS_DIRECT)).isPresent();
        assertThat(now.isFull()).isFalse();
    }

    @Test
    void doubtsAClusterWhoseFormerLeaderNobodyLists() {
        Visibility named = visibility(Round.of(0, Member.primary("n2", 3, 100), Member.standby("n3", 3, 100))
                .leader("n2")
                .history(ended(1, at(-900), "n1"), ended(2, at(-60), "n2")));
        Visibility unnamed = visibility(Round.of(
                        5,
                        Member.primary("n2", 2, 100).started(at(-5000)),
                        Member.standby("n3", 2, 100).started(at(-5000)))
                .leader("n2")
                .history(ended(1, at(-60), "n2")));

        assertThat(named.formerLeader()).contains("n1 led timeline 2", "may still accept writes");
        assertThat(unnamed.formerLeader()).contains("an unknown member led timeline 1");
    }

    @Test
    void knowsAFormerLeaderThatItWatchedThoughTheHistoryDoesNotNameIt() {
        correlator.correlate(
                Round.of(0, Member.primary("n1", 1, 100), Member.standby("n2", 1, 100), Member.standby("n3", 1, 100))
                        .leader("n1")
                        .seen(),
                0);
        Visibility down =
                visibility(Round.of(60, Member.gone("n1"), Member.primary("n2", 2, 110), Member.standby("n3", 2, 110))
                        .leader("n2")
                        .history(ended(1, at(30), "n2")));

        assertThat(down.formerLeader()).isNull();
    }

    @Test
    void missesNobodyWhereEverybodyWhoIsExpectedAnswers() {
        Round round = Round.of(
                        0,
                        Member.primary("n2", 2, 100).started(at(-90)),
                        Member.standby("n3", 2, 100).started(at(-90)))
                .leader("n2")
                .history(ended(1, at(-60), "n2"));

        assertThat(correlator.correlate(round.seen(), 2).facts().visibility().formerLeader())
                .isNull();
        assertThat(correlator.correlate(round.seen(), 3).facts().visibility().formerLeader())
                .isNotNull();
    }

    @Test
    void doubtsAPromotionThatTheHistoryDoesNotTellYet() {
        Round first = Round.of(0, Member.primary("n2", 2, 100), Member.standby("n3", 2, 100))
                .leader("n2")
                .history();
        Round later = Round.of(5, Member.primary("n2", 3, 100), Member.standby("n3", 3, 100))
                .leader("n2")
                .history(ended(1, at(-9000), "n3"));

        assertThat(visibility(first).formerLeader()).contains("timeline 2 is not in /history yet");
        assertThat(visibility(later).formerLeader()).contains("timeline 3 is not in /history yet");
    }

    @Test
    void accountsForAFormerLeaderThatIsListedOrHasRestartedSince() {
        Round listed = Round.of(0, Member.primary("n2", 3, 100), Member.standby("n1", 3, 100))
                .leader("n2")
                .history(ended(1, at(-900), "n1"), ended(2, at(-60), "n2"));
        Round rejoined = Round.of(
                        5,
                        Member.primary("n2", 2, 100),
                        Member.standby("n3", 2, 100).started(at(-50)))
                .leader("n2")
                .history(ended(1, at(-60), "n2"));
        Round writing = Round.of(
                        10,
                        Member.primary("n2", 2, 100).started(at(-5000)),
                        Member.primary("n1", 1, 90).started(at(-5000)),
                        Member.standby("n3", 2, 100).started(at(-5000)))
                .leader("n2")
                .history(ended(1, at(-60), "n2"));
        Instant yesterday = Round.START.minus(Duration.ofHours(25));
        Round longAgo = Round.of(15, Member.primary("n2", 2, 100), Member.standby("n3", 2, 100))
                .leader("n2")
                .history(ended(1, yesterday, "n2"));

        for (Round round : new Round[] {listed, rejoined, writing, longAgo}) {
            assertThat(visibility(round).formerLeader()).isNull();
        }
    }

    @Test
    void knowsSinceWhenTheLockHasBeenFreeThoughItCouldBeTaken() {
        assertThat(free(Round.of(0, primary("n1"), standby("n2")).leader("n1"))).isNull();
        assertThat(free(unlocked(5))).isEqualTo(at(5));
        assertThat(free(unlocked(40))).isEqualTo(at(5));
        assertThat(free(Round.of(45, primary("n1"), standby("n2")).leader("n1")))
                .isNull();
    }

    @Test
    void seesAFreeLockByTheMembersWordWhereTheKeyIsStillShown() {
        Member former = standby("n1").flags(Flag.CLUSTER_UNLOCKED);
        assertThat(free(Round.of(0, former, standby("n2").flags(Flag.CLUSTER_UNLOCKED))
                        .listedLag("n2", 0L)
                        .leader("n1")))
                .isEqualTo(at(0));
    }

    @Test
    void doesNotMissALockThatNobodyMayTake() {
        assertThat(free(Round.of(0, standby("n1").tag("nofailover", "true")).leader(null)))
                .isNull();
        assertThat(free(unlocked(5).paused())).isNull();
        assertThat(free(Round.of(10, standby("n1"), standby("n2"))))
                .as("the DCS is away")
                .isNull();
    }

    /** Members show what was true when their watch last brought something. */
    @ParameterizedTest
    @CsvSource({"0, 3", "1, 2"})
    void doesNotMissALockOfADcsThatTheMonitorItselfCanNotRead(int withoutQuorum, int silent) {
        Round round = unlocked(5).dcs(DcsStates.endpointsOnly(0, withoutQuorum, silent));

        assertThat(free(round)).isNull();
        assertThat(free(unlocked(10).dcs(DcsStates.keysFail(FailureKind.PERMISSION))))
                .as("the endpoints are sound")
                .isEqualTo(at(10));
    }

    @Test
    void goesOnCountingWhenTheMonitorCouldNotReadTheDcsForAWhile() {
        free(unlocked(5).dcs(DcsStates.sound(null, null)));

        assertThat(free(unlocked(10).dcs(DcsStates.endpointsOnly(0, 0, 3)))).isNull();
        assertThat(free(unlocked(15).dcs(DcsStates.sound(null, null)))).isEqualTo(at(5));
    }

    /** Somebody may have held the lock, and given it back. */
    @Test
    void countsAnewWhenNobodyCouldReadTheDcsForLong() {
        DcsState read = DcsStates.sound(null, null);
        free(unlocked(5).dcs(read));
        for (int second = 10; second <= 65; second += 5) {
            free(unlocked(second).dcs(DcsStates.endpointsOnly(0, 0, 3)));
        }
        assertThat(free(unlocked(70).dcs(read))).isEqualTo(at(70));

        Member[] gone = {Member.gone("n1"), Member.gone("n2")};
        assertThat(free(Round.of(130, gone))).as("blind for a minute").isEqualTo(at(70));
        assertThat(free(Round.of(135, gone))).as("and longer").isNull();
        assertThat(free(unlocked(140).dcs(read))).isEqualTo(at(140));
        assertThat(free(unlocked(210).dcs(read)))
                .as("after rounds that were left out")
                .isEqualTo(at(210));
    }

    @Test
    void doesNotMissALockThatFailsafeModeKeepsThePrimaryWithout() {
        Member failsafe = primary("n1").flags(Flag.CLUSTER_UNLOCKED).flags(Flag.FAILSAFE_ACTIVE);
        Member claims = standby("n2").flags(Flag.CLUSTER_UNLOCKED).flags(Flag.FAILSAFE_ACTIVE);

        assertThat(free(Round.of(0, failsafe, standby("n2").flags(Flag.CLUSTER_UNLOCKED))
                        .leader(null)))
                .isNull();
        assertThat(free(Round.of(5, primary("n1").flags(Flag.CLUSTER_UNLOCKED), claims)
                        .leader(null)))
                .as("a standby that the leader's own Patroni contradicts")
                .isEqualTo(at(5));
    }

    @Test
    void keepsTheTimeAtWhichARepeatedFailureWasKnown() {
        visibility(Round.of(
                0, primary("n1"), standby("n2").postgresFails(FailureKind.AUTH).answered(at(0))));
        Round repeated = Round.of(
                5, primary("n1"), standby("n2").postgresFails(FailureKind.AUTH).answered(at(0)));
        Round notAsked = Round.of(10, primary("n1"), standby("n2").postgresFails(FailureKind.MONITOR_BUSY));

        for (Round round : new Round[] {repeated, notAsked}) {
            assertThat(visibility(round).of("n2", Source.POSTGRES).orElseThrow().known())
                    .isEqualTo(at(0));
        }
    }

    private Round unlocked(int second) {
        return Round.of(second, standby("n1"), standby("n2"))
                .listedLag("n1", 0L)
                .listedLag("n2", 0L)
                .leader(null);
    }

    private Instant free(Round round) {
        return correlator.correlate(round.seen(), 0).facts().lockFreeSince();
    }

    private Visibility visibility(Round round) {
        return correlator.correlate(round.seen(), 0).facts().visibility();
    }

    private static Member primary(String name) {
        return Member.primary(name, 1, 100);
    }

    private static Member standby(String name) {
        return Member.standby(name, 1, 100);
    }
}
