package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Unfenced.Cause;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LeaderRulesTest {
    @Test
    void tellsTheEvidenceOfASplitBrain() {
        Snapshots snapshot = Snapshots.healthy()
                .writable("node1", "node2", "node3")
                .splitBrain("node1 and node2 accept writes")
                .splitBrain("node3 too");

        assertThat(Verdicts.holding(LeaderRules.SPLIT_BRAIN, Severity.CRITICAL, null, snapshot))
                .isEqualTo(new Verdict.Holds(
                        3.0, "SPLIT BRAIN in greenlang-cluster: node1 and node2 accept writes; node3 too."));
        assertThat(Verdicts.warning(LeaderRules.SPLIT_BRAIN, null, snapshot)).isEqualTo("none");
    }

    @Test
    void saysWhyAWriterWasNotFenced() {
        Snapshots snapshot = Snapshots.healthy()
                .splitBrain("node1 and node2 both accept writes")
                .unfenced("node2", Cause.PATRONI_DOWN, "its Patroni is down (refused).")
                .unfenced("node3", Cause.UNKNOWN, "its Patroni can't be read (auth).");

        assertThat(Verdicts.holding(LeaderRules.SPLIT_BRAIN, Severity.CRITICAL, null, snapshot)
                        .description())
                .isEqualTo(
                        "SPLIT BRAIN in greenlang-cluster: node1 and node2 both accept writes. node2 was not fenced: its"
                                + " Patroni is down (refused). Why node3 was not fenced is unknown: its Patroni can't be read (auth).");
    }

    @Test
    void countsAtLeastTwoWritersInASplitBrain() {
        Snapshots snapshot = Snapshots.healthy().splitBrain("two system identifiers");

        assertThat(Verdicts.holding(LeaderRules.SPLIT_BRAIN, Severity.CRITICAL, null, snapshot)
                        .value())
                .isEqualTo(2.0);
    }

    @Test
    void clearsASplitBrainWhenEveryMemberIsRead() {
        assertThat(Verdicts.critical(LeaderRules.SPLIT_BRAIN, null, Snapshots.healthy()))
                .isEqualTo("clear");
    }

    @ParameterizedTest
    @EnumSource(Diagnosis.class)
    void clearsASplitBrainOnlyWhenAnUnreadableMemberIsProvenToBeStopped(Diagnosis diagnosis) {
        Snapshots snapshot = Snapshots.healthy().down("node2", diagnosis);
        boolean stopped = diagnosis == Diagnosis.POSTGRES_DOWN || diagnosis == Diagnosis.PROCESSES_DOWN;

        assertThat(Verdicts.critical(LeaderRules.SPLIT_BRAIN, null, snapshot)).isEqualTo(stopped ? "clear" : "unknown");
    }

    @Test
    void clearsASplitBrainByWhatPatroniSaysWhereSqlFails() {
        Snapshots snapshot = Snapshots.healthy().member("node2", m -> m.postgresFails(FailureKind.TIMEOUT));

        assertThat(Verdicts.critical(LeaderRules.SPLIT_BRAIN, null, snapshot)).isEqualTo("clear");
    }

    @ParameterizedTest
    @CsvSource({"YES, clear", "NO, holds", "UNKNOWN, unknown"})
    void missesALeaderOnlyWhenThereIsNone(Certainty hasLeader, String verdict) {
        Snapshots snapshot = Snapshots.healthy().leader("node1", hasLeader);

        assertThat(Verdicts.critical(LeaderRules.NO_LEADER, null, snapshot)).isEqualTo(verdict);
    }

    @Test
    void namesWhoShouldLead() {
        Snapshots should = Snapshots.healthy().leader("node1", Certainty.NO);
        Snapshots nobody = Snapshots.healthy().leader(null, Certainty.NO);

        assertThat(Verdicts.holding(LeaderRules.NO_LEADER, Severity.CRITICAL, null, should))
                .isEqualTo(new Verdict.Holds(
                        1.0, "greenlang-cluster has no writable leader: node1 should lead and does not."));
        assertThat(Verdicts.holding(LeaderRules.NO_LEADER, Severity.CRITICAL, null, nobody)
                        .description())
                .isEqualTo("greenlang-cluster has no writable leader: no member is known to lead.");
    }

    @ParameterizedTest
    @CsvSource({"1, clear, clear", "2, holds, clear", "3, holds, clear", "4, holds, holds"})
    void countsFailovers(int failovers, String warning, String critical) {
        Snapshots snapshot = Snapshots.healthy().failovers(failovers);

        assertThat(Verdicts.warning(LeaderRules.FAILOVERS, null, snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(LeaderRules.FAILOVERS, null, snapshot)).isEqualTo(critical);
    }

    @Test
    void takesItsOwnCountForALowerBoundWithoutHistory() {
        Snapshots snapshot = Snapshots.healthy().failovers(2).withoutHistory();

        assertThat(Verdicts.warning(LeaderRules.FAILOVERS, null, snapshot)).isEqualTo("holds");
        assertThat(Verdicts.critical(LeaderRules.FAILOVERS, null, snapshot)).isEqualTo("unknown");
    }

    @Test
    void namesTheLastFailover() {
        Snapshots snapshot = Snapshots.healthy().failovers(2).lastFailover("node2", "node1");

        assertThat(Verdicts.holding(LeaderRules.FAILOVERS, Severity.WARNING, null, snapshot)
                        .description())
                .isEqualTo("The leader of greenlang-cluster changed 2 times within 24 hours,"
                        + " the last from node2 to node1 at 2026-11-22T11:00:00Z.");
        assertThat(Verdicts.holding(
                                LeaderRules.FAILOVERS,
                                Severity.WARNING,
                                null,
                                Snapshots.healthy().failovers(2))
                        .description())
                .isEqualTo("The leader of greenlang-cluster changed 2 times within 24 hours.");
    }

    @Test
    void knowsNothingAboutLeadersWhenBlind() {
        Snapshots snapshot = Snapshots.healthy().blind();

        assertThat(Verdicts.critical(LeaderRules.SPLIT_BRAIN, null, snapshot)).isEqualTo("unknown");
        assertThat(Verdicts.critical(LeaderRules.NO_LEADER, null, snapshot)).isEqualTo("unknown");
    }
}
