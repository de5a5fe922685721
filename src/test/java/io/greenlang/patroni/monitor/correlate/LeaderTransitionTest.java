package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.correlate.LeaderStory.after;
import static io.greenlang.patroni.monitor.correlate.LeaderStory.before;
import static io.greenlang.patroni.monitor.correlate.LeaderStory.gap;
import static io.greenlang.patroni.monitor.testing.Round.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.testing.DcsStates;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Planned or not, and how long nobody led: from n1 to n2. */
class LeaderTransitionTest {
    private final LeaderStory story = new LeaderStory();

    @Test
    void isPlannedWhenTheOldLeaderStoodDownBeforeOurEyes() {
        story.observe(before(0));
        story.observe(gap(5, down("stopping", NodeRole.PRIMARY)));
        story.observe(gap(10, down("stopped", NodeRole.DEMOTED)));
        story.observe(after(15, down("starting", NodeRole.REPLICA)));

        assertThat(story.change())
                .isEqualTo(new LeaderChange(at(15), 2, "n1", "n2", Duration.ofSeconds(15), Certainty.YES));
    }

    @Test
    void isPlannedWhenItIsAHealthyReplicaInTheNextRound() {
        story.observe(before(0));
        story.observe(after(5, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.YES);
        assertThat(story.change().leaderless()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"crashed", "unknown", "start failed", "starting"})
    void isNotPlannedWhenTheOldLeaderBroke(String state) {
        story.observe(before(0));
        story.observe(gap(5, down(state, NodeRole.PRIMARY)));
        story.observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void isNotPlannedWhenTheOldLeadersPatroniStoppedAnswering() {
        story.observe(before(0));
        story.observe(gap(5, gone()));
        story.observe(after(30, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void isNotPlannedWhenThePatroniOfAWorkingLeaderDied() {
        story.observe(before(0));
        story.observe(
                Round.of(5, Member.primary("n1", 1, 1).patroniFails(FailureKind.REFUSED), Member.standby("n2", 1, 1))
                        .leader("n1"));
        story.observe(gap(10, Member.primary("n1", 1, 1).patroniFails(FailureKind.REFUSED)));
        story.observe(after(15, Member.primary("n1", 1, 1).patroniFails(FailureKind.REFUSED)));

        assertThat(story.change().planned()).isEqualTo(Certainty.NO);
        assertThat(story.change().leaderless())
                .as("it accepted writes while the key was free")
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void isNotPlannedWhenThePatroniOfAWorkingLeaderDiedAndCameBackAsAReplica() {
        story.observe(before(0));
        story.observe(
                Round.of(5, Member.primary("n1", 1, 1).patroniFails(FailureKind.REFUSED), Member.standby("n2", 1, 1))
                        .leader("n1"));
        story.observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void isNotPlannedWhenTheOldLeaderVanished() {
        story.observe(before(0));
        story.observe(Round.of(5, Member.primary("n2", 2, 1)).leader("n2"));

        assertThat(story.change().planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void isUnknownWhenTheOldLeadersPatroniCouldNeverBeRead() {
        story.observe(Round.of(0, Member.primary("n1", 1, 1).patroniFails(FailureKind.TLS), Member.standby("n2", 1, 1))
                .leader("n1"));
        story.observe(after(5, Member.standby("n1", 2, 1).patroniFails(FailureKind.TLS)));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void isUnknownWhenALockCouldHaveExpiredBetweenTwoRounds() {
        story.observe(before(0));
        story.observe(after(20, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void isUnknownWhenTheLeaderStoodDownForLackOfTheDcs() {
        story.observe(before(0));
        story.observe(Round.of(5, Member.standby("n1", 1, 1), Member.standby("n2", 1, 1)));
        story.observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    /** The others read it, so that the lock is seen to run out, and to be taken. */
    @ParameterizedTest
    @CsvSource({"22, YES", "23, UNKNOWN"})
    void isUnknownWhenTheLeaderAloneHadLostTheDcs(int age, Certainty planned) {
        story.observe(before(0));
        story.observe(gap(5, Member.standby("n1", 1, 1).dcsLastSeen(at(5 - age))));
        story.observe(after(10, Member.standby("n1", 2, 1).dcsLastSeen(at(9))));

        assertThat(story.change().planned()).isEqualTo(planned);
    }

    /** Its members' watch on the DCS is open and brings nothing: they show what was true before. */
    @Test
    void isUnknownWhenTheMonitorItselfCouldNotReadTheDcs() {
        story.observe(before(0));
        story.observe(gap(5, Member.standby("n1", 1, 1)).dcs(DcsStates.endpointsOnly(0, 0, 3)));
        story.observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    /** As after rights to write were taken from Patroni, and given back. */
    @ParameterizedTest
    @CsvSource({"30, YES", "35, UNKNOWN"})
    void isUnknownWhenNobodyTookTheLockForLongerThanTheTtl(int free, Certainty planned) {
        story.observe(before(0));
        for (int second = 5; second <= 5 + free; second += 5) {
            story.observe(gap(second, Member.standby("n1", 1, 1)));
        }
        story.observe(after(10 + free, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(planned);
    }

    @ParameterizedTest
    @CsvSource({
        "5, n1, n2, YES, UNKNOWN",
        "5, , , YES, UNKNOWN",
        "-100, n1, n2, YES, UNKNOWN",
        "-121, n1, n2, UNKNOWN, NO",
        "60, n1, n2, UNKNOWN, NO",
        "5, n3, , UNKNOWN, NO",
        "5, n1, n3, UNKNOWN, NO"
    })
    void isPlannedWhenASwitchoverWasDueUnlessTheLeaderWasGone(
            int due, String from, String to, Certainty unread, Certainty gone) {
        LeaderStory other = new LeaderStory();
        story.observe(before(0).scheduled(at(due), from, to));
        other.observe(before(0).scheduled(at(due), from, to));
        story.observe(gap(5, late()).scheduled(at(due), from, to));
        other.observe(gap(5, gone()).scheduled(at(due), from, to));
        story.observe(after(10, late()));
        other.observe(after(10, gone()));

        assertThat(story.change().planned()).as("one late answer").isEqualTo(unread);
        assertThat(other.change().planned()).as("refused").isEqualTo(gone);
    }

    /** Patroni stops it in the mode immediate, and tells of a crash for milliseconds only. */
    @ParameterizedTest
    @CsvSource({
        "primary_start_timeout, 0, UNKNOWN",
        "master_start_timeout, 0, UNKNOWN",
        "primary_start_timeout, 300, YES",
        "maximum_lag_on_failover, 0, YES"
    })
    void isUnknownWherePatroniDemotesALeaderThatCrashedAtOnce(String key, String value, Certainty planned) {
        DynamicConfig config = DynamicConfig.DEFAULTS.withSettings(new TreeMap<>(Map.of(key, value)));
        story.observe(before(0).config(config));
        story.observe(gap(5, down("stopped", NodeRole.DEMOTED)).config(config));
        story.observe(after(10, Member.standby("n1", 2, 1)).config(config));

        assertThat(story.change().planned()).isEqualTo(planned);
    }

    @Test
    void forgetsASwitchoverThatWasCalledOff() {
        story.observe(before(0).scheduled(at(12), "n1", "n2"));
        story.observe(before(5));
        story.observe(after(15, gone()));

        assertThat(story.change().planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void doesNotTimeWhatItDidNotWatch() {
        story.observe(before(0));
        story.observe(Round.of(5, gone(), Member.gone("n2")));
        story.observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(story.change().leaderless()).isNull();
    }

    @Test
    void doesNotTimeAcrossAClockThatWasSetBack() {
        story.observe(before(60));
        story.observe(after(5, Member.standby("n1", 2, 1)));

        assertThat(story.change().leaderless()).isNull();
    }

    @Test
    void startsOverWhenTheOldLeaderComesBack() {
        story.observe(before(0));
        story.observe(gap(5, down("crashed", NodeRole.PRIMARY)));
        story.observe(before(10));
        story.observe(after(15, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.YES);
        assertThat(story.change().leaderless()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void isUnknownWhereItCouldNotBeReadWhetherPatroniDoes() {
        Answer<DynamicConfig> unread = Answer.failed(FailureKind.HTTP_STATUS, "403", at(0));
        story.observe(before(0).config(unread));
        story.observe(after(5, Member.standby("n1", 2, 1)).config(unread));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    private static Member late() {
        return Member.standby("n1", 1, 1).patroniFails(FailureKind.TIMEOUT);
    }

    private static Member gone() {
        return Member.gone("n1").unreadable(FailureKind.REFUSED);
    }

    private static Member down(String state, NodeRole role) {
        return Member.standby("n1", 1, 1).says(role, state).postgresFails(FailureKind.REFUSED);
    }
}
