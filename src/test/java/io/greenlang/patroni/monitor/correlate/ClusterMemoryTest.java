package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.memory.Snapshots;
import io.greenlang.patroni.monitor.memory.StateDirectory;
import io.greenlang.patroni.monitor.model.Availability;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is stopped and started again, with a file between its two lives. */
class ClusterMemoryTest {
    private static final Correlator.Settings SETTINGS =
            new Correlator.Settings("demo", Duration.ofSeconds(5), Duration.ofHours(1), null);

    @TempDir
    private Path folder;

    private ClusterMemory memory = new ClusterMemory();
    private Correlator correlator = new Correlator(SETTINGS, memory);

    @Test
    void knowsTheLagOfAStandbyAtTheFirstRound() throws IOException {
        for (int second = 0; second <= 25; second += 5) {
            look(second, Member.primary("n1", 1, 1000 + second * 100), Member.standby("n2", 1, 1000));
        }

        restart(25, 28);

        assertThat(look(30, Member.primary("n1", 1, 4000), Member.standby("n2", 1, 1000))
                        .facts()
                        .lag())
                .containsEntry("n2", new ReplicationLag.Known(Duration.ofSeconds(30), 3000, false));
    }

    @Test
    void saysAtLeastOfAPositionThatWasPassedWhileNobodyWatched() throws IOException {
        look(0, Member.primary("n1", 1, 1000), Member.standby("n2", 1, 1000));
        restart(0, 3600);

        look(3600, Member.primary("n1", 1, 9000), Member.standby("n2", 1, 2000));
        assertThat(look(3605, Member.primary("n1", 1, 9100), Member.standby("n2", 1, 2000))
                        .facts()
                        .lag())
                .containsEntry("n2", new ReplicationLag.Known(Duration.ofSeconds(5), 7100, true));
    }

    @Test
    void knowsWhoIsStaleAfterARestart() throws IOException {
        look(0, Member.primary("n1", 3, 1000), Member.standby("n2", 3, 1000));
        restart(0, 5);

        ClusterSnapshot alone =
                correlator.correlate(Round.of(5, Member.primary("n2", 2, 900)).seen(), 0);
        assertThat(alone.facts().leadership().leader())
                .as("n2 writes an older timeline than was seen before the restart")
                .isNull();
    }

    @Test
    void provesASplitBrainFromBeforeInTheFirstRound() throws IOException {
        look(
                0,
                Member.primary("n2", 2, 900).started(Round.at(-90)),
                Member.primary("n1", 1, 1000).started(Round.at(-100)));
        look(
                5,
                Member.primary("n2", 2, 900).started(Round.at(-90)),
                Member.primary("n1", 1, 1000).started(Round.at(-100)));
        restart(5, 20);

        assertThat(lookOneAfterTheOther(20, -100).splitBrain()).isNotEmpty();
    }

    @Test
    void provesNothingByAPostgresThatWasStartedInBetween() throws IOException {
        look(
                0,
                Member.primary("n2", 2, 900).started(Round.at(-90)),
                Member.primary("n1", 1, 1000).started(Round.at(-100)));
        restart(0, 20);

        assertThat(lookOneAfterTheOther(20, 10).splitBrain()).isEmpty();
    }

    @Test
    void knowsWhoLedWhenNobodyDoesAnyMore() throws IOException {
        look(0, Member.primary("n1", 1, 1000), Member.standby("n2", 1, 1000));
        restart(0, 5);

        Observation leaderless =
                Round.of(5, Member.standby("n2", 1, 1000), Member.gone("n1")).seen();
        assertThat(correlator.correlate(leaderless, 0).facts().forecast().primary())
                .isEqualTo("n1");
    }

    @Test
    void goesOnCountingAndKnowsHowLongItWasAway() throws IOException {
        look(0, Member.primary("n1", 1, 1000));
        look(5, Member.primary("n1", 1, 1000));
        restart(5, 40);

        assertThat(look(45, Member.primary("n1", 1, 1000))
                        .facts()
                        .leaderRecord()
                        .availability())
                .isEqualTo(new Availability(Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(40)));
    }

    @Test
    void keepsWhoWasAMemberAndSinceWhenASourceIsUnread() throws IOException {
        Presence gone = new Presence(
                new MemberAddress("http://10.0.0.2:8008/patroni", "10.0.0.2", 5432), false, Round.at(-60), Round.at(0));
        memory.members().put("n2", gone);
        look(0, Member.primary("n1", 1, 1000).postgresFails(FailureKind.TIMEOUT));
        restart(0, 10);

        assertThat(memory.members()).containsEntry("n2", gone);
        assertThat(look(10, Member.primary("n1", 1, 1000).postgresFails(FailureKind.TIMEOUT))
                        .facts()
                        .visibility()
                        .sources())
                .anySatisfy(unread -> assertThat(unread.since()).isEqualTo(Round.at(0)));
    }

    @Test
    void claimsNothingForASourceInAGapThatNobodyWatched() throws IOException {
        look(0, Member.primary("n1", 1, 1000).postgresFails(FailureKind.TIMEOUT));
        restart(0, 3600);

        assertThat(look(3600, Member.primary("n1", 1, 1000).postgresFails(FailureKind.TIMEOUT))
                        .facts()
                        .visibility()
                        .sources())
                .allSatisfy(unread -> assertThat(unread.since()).isEqualTo(Round.at(3600)));
    }

    @Test
    void countsAFreeLockAcrossARestartAndAcrossNoGap() throws IOException {
        assertThat(lockFreeSince(0)).isEqualTo(Round.at(0));
        restart(0, 5);
        assertThat(lockFreeSince(5)).isEqualTo(Round.at(0));

        restart(5, 120);
        assertThat(lockFreeSince(120)).as("somebody may have held it meanwhile").isEqualTo(Round.at(120));
    }

    @Test
    void keepsNoTimesWhenTheClockWasSetBack() throws IOException {
        look(0, Member.primary("n1", 1, 1000), Member.standby("n2", 1, 1000));
        look(60, Member.primary("n1", 1, 5000), Member.standby("n2", 1, 1000));
        restart(60, 30);

        assertThat(look(30, Member.primary("n1", 1, 6000), Member.standby("n2", 1, 1000))
                        .facts()
                        .lag())
                .containsEntry("n2", new ReplicationLag.Known(Duration.ZERO, 5000, true));
        assertThat(correlator.systemIdentifier()).isNotNull();
    }

    /** Half a second apart: that alone proves nothing. n1's PostgreSQL was started at {@code oldStarted}. */
    private Leadership lookOneAfterTheOther(double second, double oldStarted) {
        Member leader = Member.primary("n2", 2, 900)
                .started(Round.at(-90))
                .asked(Round.at(second - 1))
                .answered(Round.at(second - 0.9));
        Member old = Member.primary("n1", 1, 1000)
                .started(Round.at(oldStarted))
                .asked(Round.at(second - 0.4))
                .answered(Round.at(second - 0.3));
        return look(second, leader, old).facts().leadership();
    }

    private ClusterSnapshot look(double second, Member... nodes) {
        return correlator.correlate(
                Round.of(second, nodes).leader(nodes[0].name()).seen(), 0);
    }

    private Instant lockFreeSince(double second) {
        Round round = Round.of(second, Member.standby("n1", 1, 1000), Member.standby("n2", 1, 1000))
                .listedLag("n1", 0L)
                .listedLag("n2", 0L)
                .leader(null);
        return correlator.correlate(round.seen(), 0).facts().lockFreeSince();
    }

    private void restart(double last, double now) throws IOException {
        Instant at = Round.at(last);
        try (StateDirectory directory = StateDirectory.open(folder)) {
            Snapshots snapshots = new Snapshots(directory);
            snapshots.write("demo", memory.keep(at));
            memory = snapshots
                    .read("demo", ClusterMemory.Kept.class, kept -> ClusterMemory.of(kept, Round.at(now)))
                    .orElseThrow();
        }
        correlator = new Correlator(SETTINGS, memory);
    }
}
