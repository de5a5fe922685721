package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static io.greenlang.patroni.monitor.testing.Round.ended;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrueLagTest {
    private static final ReplicationLag CAUGHT_UP = new ReplicationLag.Known(Duration.ZERO, 0, false);
    private static final long MIB = 1 << 20;

    private final Leaders leaders = new Leaders();
    private final TrueLag lag = new TrueLag();

    @Test
    void isExactlyZeroForACaughtUpStandbyOnAnIdlePrimaryForEver() {
        for (int second = 0; second < 7200; second += 5) {
            assertThat(lagOfN2(Round.of(second, primary(5000), standby(5000)))).isEqualTo(CAUGHT_UP);
        }
    }

    @Test
    void growsByASecondPerSecondWhenTheReceiverIsCutWhileThePrimaryWrites() {
        lagOfN2(Round.of(0, primary(0), standby(0)));
        for (int second = 5; second <= 600; second += 5) {
            ReplicationLag.Known known = known(Round.of(second, primary(second * MIB), standby(2 * MIB)));
            assertThat(known.time()).isEqualTo(Duration.ofSeconds(second - 2));
            assertThat(known.bytes()).isEqualTo((second - 2) * MIB);
            assertThat(known.atLeast()).isFalse();
        }
    }

    @Test
    void growsWhenReplayIsPausedThoughEverythingIsReceived() {
        lagOfN2(Round.of(0, primary(1000), standby(1000)));
        lagOfN2(Round.of(5, primary(2000), standby(1000).received(2000)));

        assertThat(known(Round.of(10, primary(3000), standby(1000).received(3000))))
                .isEqualTo(new ReplicationLag.Known(Duration.ofSeconds(10), 2000, false));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -0.3, -0.001, 0, 0.001, 0.3, 1, 2})
    void isNextToNothingForAStandbyThatKeepsUpWheneverItIsAsked(double skew) {
        lagOfN2(Round.of(5, primary(5 * MIB), standby(5 * MIB)));
        for (int second = 10; second < 300; second += 5) {
            Member primary = primary(second * MIB).asked(at(second - 0.01)).answered(at(second));
            Member standby = standby(Math.round((second + skew) * MIB))
                    .asked(at(second + skew))
                    .answered(at(second + skew + 0.01));
            ReplicationLag.Known known = known(Round.of(second + 3, primary, standby));
            assertThat(known.time()).isLessThan(Duration.ofMillis(20));
            assertThat(known.bytes()).isLessThan(MIB / 50);
        }
    }

    @Test
    void isNoHourWhenTheFirstWriteAfterAnIdleHourIsNotYetReplayed() {
        for (int second = 0; second <= 3600; second += 5) {
            lagOfN2(Round.of(second, primary(1000), standby(1000)));
        }

        assertThat(known(Round.of(3605, primary(1100), standby(1000))).time())
                .isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void ignoresWhatThePrimaryWroteAfterTheStandbyWasAsked() {
        lagOfN2(Round.of(0, primary(1000), standby(1000)));

        assertThat(lagOfN2(
                        Round.of(5, primary(9000).answered(at(5)), standby(1000).asked(at(4.9)))))
                .isEqualTo(CAUGHT_UP);
    }

    @Test
    void saysAtLeastWhenTheStandbyFellBehindBeforeTheWatchBegan() {
        ReplicationLag.Known first = known(Round.of(0, primary(9000), standby(1000)));
        ReplicationLag.Known later = known(Round.of(60, primary(9500), standby(1000)));

        assertThat(first).isEqualTo(new ReplicationLag.Known(Duration.ZERO, 8000, true));
        assertThat(later).isEqualTo(new ReplicationLag.Known(Duration.ofSeconds(60), 8500, true));
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "30, 60"})
    void takesTheLongerOfItsWatchAndThePrimarysReplayLag(int replayLag, int expected) {
        lagOfN2(Round.of(0, primary(9000), standby(1000)));
        Member primary = primary(9500)
                .sends("other", Duration.ofHours(9))
                .sends("n2", null)
                .sends("n2", Duration.ofSeconds(replayLag));

        assertThat(known(Round.of(60, primary, standby(1000))))
                .isEqualTo(new ReplicationLag.Known(Duration.ofSeconds(expected), 8500, true));
    }

    @Test
    void comparesWithTheFirstPositionWhenThePrimaryAnsweredLateInTheFirstRound() {
        Member slow = primary(1000).answered(at(2));

        assertThat(lagOfN2(Round.of(3, slow, standby(1000).asked(at(1))))).isEqualTo(CAUGHT_UP);
        assertThat(new TrueLag()
                        .measure(
                                Round.of(3, slow, standby(400).asked(at(1)))
                                        .leader("n1")
                                        .seen(),
                                leaders.decide(Round.of(3, slow).leader("n1").seen())))
                .containsEntry("n2", new ReplicationLag.Known(Duration.ZERO, 600, true));
    }

    @Test
    void isUnknownWhileThePrimaryCannotBeRead() {
        lagOfN2(Round.of(0, primary(1000), standby(1000)));

        assertThat(lagOfN2(Round.of(5, Member.gone("n1"), standby(1000))))
                .isEqualTo(new ReplicationLag.Unknown("the primary n1 can't be read"));
    }

    @Test
    void isUnknownWhileTheLeaderDoesNotAcceptWrites() {
        assertThat(lagOfN2(Round.of(0, Member.standby("n1", 3, 1000), standby(1000))))
                .isEqualTo(new ReplicationLag.Unknown("the leader n1 does not accept writes"));
    }

    @Test
    void isUnknownWithoutAPrimary() {
        Observation nobodyLeads = Round.of(0, Member.standby("n1", 3, 1000), standby(1000))
                .leader(null)
                .seen();

        assertThat(lag.measure(nobodyLeads, leaders.decide(nobodyLeads)))
                .containsOnlyKeys("n1", "n2")
                .containsEntry("n2", new ReplicationLag.Unknown("there is no primary to compare with"));
    }

    @Test
    void isUnknownForAStandbyThatCannotBeReadOrDoesNotTell() {
        assertThat(lagOfN2(Round.of(0, primary(1000), Member.gone("n2"))))
                .isEqualTo(new ReplicationLag.Unknown("this standby can't be read"));
        assertThat(lagOfN2(Round.of(5, primary(1000), standby(1000).withoutPosition())))
                .isEqualTo(new ReplicationLag.Unknown("this standby does not tell its replay position"));
    }

    @Test
    void isNotZeroWhenOnlyAnOldPositionOfThePrimaryIsCertain() {
        lagOfN2(Round.of(0, primary(1000), standby(1000)));
        Member slow = primary(900 * MIB).answered(at(3602));

        assertThat(lagOfN2(Round.of(3603, slow, standby(1000).asked(at(3601)))))
                .isEqualTo(new ReplicationLag.Unknown("the primary could not be read shortly before this standby"));
    }

    @Test
    void goesOnMeasuringAcrossAPauseInReadingThePrimary() {
        lagOfN2(Round.of(0, primary(0), standby(0)));
        lagOfN2(Round.of(5, Member.gone("n1"), standby(0)));

        assertThat(known(Round.of(100, primary(1000), standby(500))))
                .isEqualTo(new ReplicationLag.Known(Duration.ofSeconds(50), 500, false));
    }

    @Test
    void readsPositionsFromPatroniWhereSqlDoesNotAnswer() {
        lagOfN2(Round.of(0, primary(1000), standby(1000)));
        Member primary = primary(2000).postgresFails(FailureKind.AUTH);
        Member standby = standby(1500).postgresFails(FailureKind.TIMEOUT);

        assertThat(known(Round.of(10, primary, standby)))
                .isEqualTo(new ReplicationLag.Known(Duration.ofSeconds(5), 500, false));
    }

    @Test
    void forgetsTheOldTimelineWhenANewOneBegins() {
        lagOfN2(Round.of(0, primary(1000), standby(1000)));
        lagOfN2(Round.of(5, primary(2000), standby(1000)));
        Member promoted = Member.primary("n1", 4, 2100);

        assertThat(known(Round.of(10, promoted, standby(1000).timeline(4))))
                .isEqualTo(new ReplicationLag.Known(Duration.ZERO, 1100, true));
    }

    @Test
    void countsAnOlderTimelineAsBehindUpToTheSwitchpoint() {
        Member promoted = Member.primary("n1", 4, 5000);
        Round behind = Round.of(0, promoted, standby(3000)).history(ended(3, at(-60), "n1"));

        assertThat(known(behind).bytes()).isEqualTo(2000);
    }

    @Test
    void isUnknownOnAnotherBranch() {
        Member promoted = Member.primary("n1", 4, 5000);

        assertThat(lagOfN2(Round.of(0, promoted, standby(3001)).history(ended(3, at(-60), "n1"))))
                .isEqualTo(new ReplicationLag.Unknown("on timeline 3, the primary is on 4, which left it at 0/BB8, "
                        + "before this standby's 0/BB9"));
        assertThat(lagOfN2(Round.of(5, promoted, standby(3000)).history(ended(2, at(-60), "n1"))))
                .isEqualTo(new ReplicationLag.Unknown("on timeline 3, the primary is on 4"));
        assertThat(lagOfN2(Round.of(10, promoted, standby(3000).timeline(5)).history(ended(5, at(-60), "n1"))))
                .isEqualTo(new ReplicationLag.Unknown("on timeline 5, the primary is on 4"));
    }

    @Test
    void takesATimelineThatIsNotKnownForTheSame() {
        assertThat(lagOfN2(Round.of(0, primary(1000), standby(1000).timeline(null))))
                .isEqualTo(CAUGHT_UP);
    }

    @Test
    void measuresACascadeAgainstTheStandbyLeader() {
        for (int second = 0; second <= 10; second += 5) {
            Member leader = Member.standby("n1", 3, second * 100L).role(NodeRole.STANDBY_LEADER);
            Round round = Round.of(second, leader, standby(0)).role("n1", MemberRole.STANDBY_LEADER);
            assertThat(known(round))
                    .isEqualTo(new ReplicationLag.Known(Duration.ofSeconds(second), second * 100L, false));
        }
    }

    @Test
    void leavesOutTheLeaderAndEveryMemberThatAcceptsWrites() {
        Observation seen = Round.of(0, primary(1000), standby(1000), Member.primary("n3", 2, 10), Member.gone("n4"))
                .leader("n1")
                .seen();

        assertThat(lag.measure(seen, leaders.decide(seen))).containsOnlyKeys("n2", "n4");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void staysWithinAPollIntervalOfTheTruthWhateverIsWritten(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int interval = 5;
        int tenths = 6000;
        long[] written = new long[tenths + 1];
        for (int i = 1; i <= tenths; i++) {
            boolean burst = random.nextInt(40) == 0;
            written[i] = written[i - 1] + (burst ? random.nextLong(64 * MIB) : random.nextLong(3));
        }
        int replayedUpTo = 0;
        for (int i = 10; i + 20 < tenths; i += interval * 10) {
            int asked = i + random.nextInt(20);
            boolean stuck = i > tenths / 3 && i < tenths / 2;
            replayedUpTo = stuck ? replayedUpTo : asked - random.nextInt(5);
            Member primary = primary(written[i]).asked(at(i / 10.0)).answered(at(i / 10.0));
            Member standby = standby(written[replayedUpTo]).asked(at(asked / 10.0));

            ReplicationLag.Known known = known(Round.of(i / 10.0 + 3, primary, standby));

            double truth = written[asked] == written[replayedUpTo]
                    ? 0
                    : (asked - lastAt(written, written[replayedUpTo])) / 10.0;
            assertThat(known.time().toMillis() / 1000.0)
                    .as("seed %d at %d", seed, i)
                    .isBetween(Math.max(0, truth - interval - 2.1), truth + interval + 0.1);
            assertThat(known.bytes()).isNotNegative();
            assertThat(known.bytes() > 0).isEqualTo(!known.time().isZero());
        }
    }

    private static int lastAt(long[] written, long lsn) {
        int last = 0;
        for (int i = 0; i < written.length && written[i] <= lsn; i++) {
            last = i;
        }
        return last;
    }

    private static Member primary(long written) {
        return Member.primary("n1", 3, written);
    }

    private static Member standby(long replayed) {
        return Member.standby("n2", 3, replayed);
    }

    private ReplicationLag.Known known(Round round) {
        return lagOfN2(round).known().orElseThrow();
    }

    private ReplicationLag lagOfN2(Round round) {
        Observation seen = round.leader("n1").seen();
        Map<String, ReplicationLag> measured = lag.measure(seen, leaders.decide(seen));
        assertThat(measured).containsOnlyKeys("n2");
        return measured.get("n2");
    }
}
