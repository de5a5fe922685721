package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static io.greenlang.patroni.monitor.testing.Round.ended;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whole stories, round by round. */
class CorrelatorTest {
    private final Correlator correlator = Round.correlator("demo");

    @Test
    void findsNothingWrongWithAHealthyCluster() {
        ClusterFacts facts = correlate(
                Round.of(0, Member.primary("n1", 1, 5000), Member.standby("n2", 1, 5000), Member.standby("n3", 1, 5000))
                        .leader("n1")
                        .history());

        assertThat(facts.leadership().hasLeader()).isEqualTo(Certainty.YES);
        assertThat(facts.leadership().splitBrain()).isEmpty();
        assertThat(facts.lag()).containsOnlyKeys("n2", "n3");
        assertThat(facts.knownLag("n3")).contains(new ReplicationLag.Known(Duration.ZERO, 0, false));
        assertThat(facts.diagnoses().values()).containsOnly(Diagnosis.OK);
        assertThat(facts.failoverCandidates())
                .containsExactly(new FailoverCandidate("n2", null), new FailoverCandidate("n3", null));
        assertThat(facts.leaderRecord().failovers24h()).isZero();
        assertThat(facts.recentArchiveFailures()).containsEntry("n1", 0L).containsOnlyKeys("n1", "n2", "n3");
    }

    /** The newest counts, whoever told it: a member's older answer is shown for a while beside what the DCS has told. */
    @Test
    void judgesByTheNewestSettingsThatCouldEverBeRead() {
        DynamicConfig now = new DynamicConfig(
                new DynamicConfig.Timing(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(10)),
                1,
                DynamicConfig.DEFAULTS.synchronousMode(),
                false,
                false);
        Member leader = Member.primary("n1", 1, 5000);
        seen(Round.of(10, leader).leader("n1").config(now));

        Observation byAMember =
                seen(Round.of(15, leader).leader("n1").config(Answer.answered(DynamicConfig.DEFAULTS, at(5), at(5))));
        Observation byNobody =
                seen(Round.of(4000, leader).config(Answer.failed(FailureKind.EMPTY_REPLY, "closed", at(4000))));

        assertThat(byAMember.config()).isEqualTo(now);
        assertThat(byNobody.config()).isEqualTo(now);
        assertThat(byNobody.dcs().config().isAnswered()).isFalse();
    }

    private Observation seen(Round round) {
        return correlator.correlate(round.seen(), 0).seen();
    }

    @Test
    void tellsTheStoryOfAPatroniKilledUnderAWorkingPrimary() {
        correlate(Round.of(0, Member.primary("n1", 1, 5000), Member.standby("n2", 1, 5000))
                .leader("n1")
                .history());

        ClusterFacts killed = correlate(Round.of(
                        5,
                        Member.primary("n1", 1, 6000).liveness(null).patroniFails(FailureKind.REFUSED),
                        Member.standby("n2", 1, 6000))
                .leader("n1")
                .history());
        assertThat(killed.diagnosis("n1")).isEqualTo(Diagnosis.PATRONI_DOWN);
        assertThat(killed.leadership().hasLeader()).isEqualTo(Certainty.YES);
        assertThat(killed.leadership().splitBrain()).isEmpty();

        ClusterFacts promoted = correlate(Round.of(
                        30,
                        Member.primary("n1", 1, 7000).liveness(null).patroniFails(FailureKind.REFUSED),
                        Member.primary("n2", 2, 6500))
                .leader("n2")
                .history(ended(1, at(28), "n2")));
        assertThat(promoted.leadership().leader()).isEqualTo("n2");
        assertThat(promoted.leadership().writable()).containsExactlyInAnyOrder("n1", "n2");
        assertThat(promoted.leadership().splitBrain())
                .containsExactly("n1 (timeline 1, by SQL) and n2 (timeline 2, by SQL) both accept writes");
        assertThat(promoted.lag()).isEmpty();
        assertThat(promoted.knownCandidates()).contains(0);
        assertThat(promoted.leaderRecord().failovers24h()).isEqualTo(1);
        assertThat(promoted.leaderRecord().last()).isNotNull();
        assertThat(promoted.leaderRecord().last().planned()).isEqualTo(Certainty.NO);
        assertThat(promoted.leaderRecord().last().at()).isEqualTo(at(28));
    }

    @Test
    void tellsTheStoryOfAFailoverFromALostHost() {
        correlate(Round.of(0, Member.primary("n1", 1, 5000), Member.standby("n2", 1, 5000))
                .leader("n1")
                .history());

        ClusterFacts lost = correlate(
                Round.of(40, Member.gone("n1"), Member.standby("n2", 1, 5000).heard(at(0)))
                        .leader("n1")
                        .listedLag("n2", 0L)
                        .history());
        assertThat(lost.diagnosis("n1")).isEqualTo(Diagnosis.HOST_GONE);
        assertThat(lost.leadership().hasLeader()).isEqualTo(Certainty.NO);
        assertThat(lost.lag()).containsEntry("n2", new ReplicationLag.Unknown("the primary n1 can't be read"));
        assertThat(lost.knownCandidates()).contains(1);

        ClusterFacts recovered = correlate(Round.of(45, Member.gone("n1"), Member.primary("n2", 2, 5100))
                .leader("n2")
                .history());
        assertThat(recovered.leadership().hasLeader()).isEqualTo(Certainty.YES);
        assertThat(recovered.lag())
                .containsOnlyKeys("n1")
                .containsEntry("n1", new ReplicationLag.Unknown("this standby can't be read"));
        assertThat(recovered.leaderRecord().availability().notWritable()).isEqualTo(Duration.ofSeconds(45));
        assertThat(recovered.leaderRecord().failovers24h()).isEqualTo(1);
    }

    @Test
    void knowsNothingOfAClusterThatNobodyCanRead() {
        ClusterFacts facts = correlate(Round.of(0, Member.gone("n1"), Member.gone("n2")));

        assertThat(facts.leadership().blind()).isTrue();
        assertThat(facts.leadership().hasLeader()).isEqualTo(Certainty.UNKNOWN);
        assertThat(facts.lag()).containsOnlyKeys("n1", "n2");
        assertThat(facts.lag().values()).allMatch(lag -> lag.known().isEmpty());
        assertThat(facts.recentArchiveFailures()).isEmpty();
        assertThat(facts.leaderRecord().timelineIncrements24h()).isNull();
    }

    private ClusterFacts correlate(Round round) {
        return correlator.correlate(round.seen(), 0).facts();
    }
}
