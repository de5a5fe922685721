package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.testing.DcsStates;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Planned or not, and how long nobody led: from n1 to n2. */
class LeaderTransitionTest {
    private final Leaders leaders = new Leaders();
    private final LeaderWatch watch = new LeaderWatch();

    @Test
    void isPlannedWhenTheOldLeaderStoodDownBeforeOurEyes() {
        observe(before(0));
        observe(gap(5, down("stopping", NodeRole.PRIMARY)));
        observe(gap(10, down("stopped", NodeRole.DEMOTED)));
        observe(after(15, down("starting", NodeRole.REPLICA)));

        assertThat(change()).isEqualTo(new LeaderChange(at(15), 2, "n1", "n2", Duration.ofSeconds(15), Certainty.YES));
    }

    @Test
    void isPlannedWhenItIsAHealthyReplicaInTheNextRound() {
        observe(before(0));
        observe(after(5, Member.standby("n1", 2, 1)));

        assertThat(change().planned()).isEqualTo(Certainty.YES);
        assertThat(change().leaderless()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"crashed", "unknown", "start failed"})
    void isNotPlannedWhenTheOldLeaderBroke(String state) {
        observe(before(0));
        observe(gap(5, down(state, NodeRole.PRIMARY)));
        observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(change().planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void isNotPlannedWhenTheOldLeadersPatroniStoppedAnswering() {
        observe(before(0));
        observe(gap(5, gone()));
        observe(after(30, Member.standby("n1", 2, 1)));

        assertThat(change().planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void isNotPlannedWhenThePatroniOfAWorkingLeaderDied() {
        observe(before(0));
        observe(Round.of(5, Member.primary("n1", 1, 1).patroniFails(FailureKind.REFUSED), Member.standby("n2", 1, 1))
                .leader("n1"));
        observe(gap(10, Member.primary("n1", 1, 1).patroniFails(FailureKind.REFUSED)));
        observe(after(15, Member.primary("n1", 1, 1).patroniFails(FailureKind.REFUSED)));

        assertThat(change().planned()).isEqualTo(Certainty.NO);
        assertThat(change().leaderless())
                .as("it accepted writes while the key was free")
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void isNotPlannedWhenThePatroniOfAWorkingLeaderDiedAndCameBackAsAReplica() {
        observe(before(0));
        observe(Round.of(5, Member.primary("n1", 1, 1).patroniFails(FailureKind.REFUSED), Member.standby("n2", 1, 1))
                .leader("n1"));
        observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(change().planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void isNotPlannedWhenTheOldLeaderVanished() {
        observe(before(0));
        observe(Round.of(5, Member.primary("n2", 2, 1)).leader("n2"));

        assertThat(change().planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void isUnknownWhenTheOldLeadersPatroniCouldNeverBeRead() {
        observe(Round.of(0, Member.primary("n1", 1, 1).patroniFails(FailureKind.TLS), Member.standby("n2", 1, 1))
                .leader("n1"));
        observe(after(5, Member.standby("n1", 2, 1).patroniFails(FailureKind.TLS)));

        assertThat(change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void isUnknownWhenALockCouldHaveExpiredBetweenTwoRounds() {
        observe(before(0));
        observe(after(20, Member.standby("n1", 2, 1)));

        assertThat(change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void isUnknownWhenTheLeaderStoodDownForLackOfTheDcs() {
        observe(before(0));
        observe(Round.of(5, Member.standby("n1", 1, 1), Member.standby("n2", 1, 1)));
        observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    /** The others read it, so that the lock is seen to run out, and to be taken. */
    @ParameterizedTest
    @CsvSource({"22, YES", "23, UNKNOWN"})
    void isUnknownWhenTheLeaderAloneHadLostTheDcs(int age, Certainty planned) {
        observe(before(0));
        observe(gap(5, Member.standby("n1", 1, 1).dcsLastSeen(at(5 - age))));
        observe(after(10, Member.standby("n1", 2, 1).dcsLastSeen(at(9))));

        assertThat(change().planned()).isEqualTo(planned);
    }

    /** Its members' watch on the DCS is open and brings nothing: they show what was true before. */
    @Test
    void isUnknownWhenTheMonitorItselfCouldNotReadTheDcs() {
        observe(before(0));
        observe(gap(5, Member.standby("n1", 1, 1)).dcs(DcsStates.endpointsOnly(0, 0, 3)));
        observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    /** As after rights to write were taken from Patroni, and given back. */
    @ParameterizedTest
    @CsvSource({"30, YES", "35, UNKNOWN"})
    void isUnknownWhenNobodyTookTheLockForLongerThanTheTtl(int free, Certainty planned) {
        observe(before(0));
        for (int second = 5; second <= 5 + free; second += 5) {
            observe(gap(second, Member.standby("n1", 1, 1)));
        }
        observe(after(10 + free, Member.standby("n1", 2, 1)));

        assertThat(change().planned()).isEqualTo(planned);
    }

    @ParameterizedTest
    @CsvSource({
        "5, n1, n2, YES",
        "5, , , YES",
        "-100, n1, n2, YES",
        "-121, n1, n2, NO",
        "60, n1, n2, NO",
        "5, n3, , NO",
        "5, n1, n3, NO"
    })
    void isPlannedWhenASwitchoverWasDue(int due, String from, String to, Certainty expected) {
        observe(before(0).scheduled(at(due), from, to));
        observe(gap(5, gone()).scheduled(at(due), from, to));
        observe(after(10, gone()));

        assertThat(change().planned()).isEqualTo(expected);
    }

    @Test
    void forgetsASwitchoverThatWasCalledOff() {
        observe(before(0).scheduled(at(12), "n1", "n2"));
        observe(before(5));
        observe(after(15, gone()));

        assertThat(change().planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void doesNotTimeWhatItDidNotWatch() {
        observe(before(0));
        observe(Round.of(5, gone(), Member.gone("n2")));
        observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(change().leaderless()).isNull();
    }

    @Test
    void doesNotTimeAcrossAClockThatWasSetBack() {
        observe(before(60));
        observe(after(5, Member.standby("n1", 2, 1)));

        assertThat(change().leaderless()).isNull();
    }

    @Test
    void startsOverWhenTheOldLeaderComesBack() {
        observe(before(0));
        observe(gap(5, down("crashed", NodeRole.PRIMARY)));
        observe(before(10));
        observe(after(15, Member.standby("n1", 2, 1)));

        assertThat(change().planned()).isEqualTo(Certainty.YES);
        assertThat(change().leaderless()).isEqualTo(Duration.ofSeconds(5));
    }

    private static Round before(double second) {
        return Round.of(second, Member.primary("n1", 1, 1), Member.standby("n2", 1, 1))
                .leader("n1");
    }

    private static Round gap(double second, Member oldLeader) {
        return Round.of(second, oldLeader, Member.standby("n2", 1, 1)).leader(null);
    }

    private static Round after(double second, Member oldLeader) {
        return Round.of(second, oldLeader, Member.primary("n2", 2, 1)).leader("n2");
    }

    private static Member gone() {
        return Member.gone("n1").unreadable(FailureKind.REFUSED);
    }

    private static Member down(String state, NodeRole role) {
        return Member.standby("n1", 1, 1).says(role, state).postgresFails(FailureKind.REFUSED);
    }

    private LeaderChange change() {
        assertThat(watch.changes()).hasSize(1);
        return watch.changes().get(0);
    }

    private void observe(Round round) {
        Observation seen = round.seen();
        watch.observe(seen, leaders.decide(seen));
    }
}
