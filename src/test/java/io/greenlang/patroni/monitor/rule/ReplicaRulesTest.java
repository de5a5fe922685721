package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaRulesTest {
    @Test
    void asksNoLeaderToStream() {
        Snapshots snapshot = Snapshots.healthy();

        assertThat(Verdicts.warning(ReplicaRules.NOT_STREAMING, "node1", snapshot))
                .isEqualTo("none");
        assertThat(Verdicts.warning(ReplicaRules.NOT_STREAMING, "node2", snapshot))
                .isEqualTo("clear");
        assertThat(Verdicts.critical(ReplicaRules.NOT_STREAMING, null, snapshot))
                .isEqualTo("clear");
    }

    @Test
    void missesTheReceiverBySql() {
        Snapshots snapshot = Snapshots.healthy().member("node2", Member::noReceiver);

        assertThat(Verdicts.holding(ReplicaRules.NOT_STREAMING, Severity.WARNING, "node2", snapshot))
                .isEqualTo(new Verdict.Holds(1.0, "node2 of greenlang-cluster has no WAL receiver."));
        assertThat(Verdicts.critical(ReplicaRules.NOT_STREAMING, null, snapshot))
                .isEqualTo("clear");
    }

    @Test
    void wantsTheReceiverToStream() {
        Snapshots snapshot = Snapshots.healthy().member("node2", m -> m.receiver("waiting"));

        assertThat(Verdicts.holding(ReplicaRules.NOT_STREAMING, Severity.WARNING, "node2", snapshot)
                        .description())
                .isEqualTo("node2 of greenlang-cluster has a WAL receiver that is waiting.");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "4.1.4, streaming, clear",
                "3.0.4, streaming, clear",
                "3.0.4, in archive recovery, holds",
                "3.0.4, -, holds",
                "3.0.3, -, unknown",
                "2.1.7, -, unknown",
            })
    void believesPatroniWhereSqlFails(String version, String replicationState, String verdict) {
        Snapshots snapshot = Snapshots.healthy()
                .member(
                        "node2",
                        m -> m.postgresFails(FailureKind.AUTH)
                                .patroniVersion(version)
                                .replicationState(replicationState));

        assertThat(Verdicts.warning(ReplicaRules.NOT_STREAMING, "node2", snapshot))
                .isEqualTo(verdict);
    }

    @Test
    void believesPatroniWhereTheRoleMayNotSeeTheReceiver() {
        Snapshots snapshot =
                Snapshots.healthy().member("node2", m -> m.receiver(null).replicationState(null));

        assertThat(Verdicts.holding(ReplicaRules.NOT_STREAMING, Severity.WARNING, "node2", snapshot)
                        .description())
                .isEqualTo("node2 of greenlang-cluster does not stream, as Patroni says.");
    }

    @Test
    void doesNotKnowWhenNeitherAnswers() {
        Snapshots snapshot = Snapshots.healthy()
                .member("node2", m -> m.unreadable(FailureKind.TLS))
                .diagnosis("node2", Diagnosis.NOT_READABLE);

        assertThat(Verdicts.warning(ReplicaRules.NOT_STREAMING, "node2", snapshot))
                .isEqualTo("unknown");
        assertThat(Verdicts.critical(ReplicaRules.TIMELINE_DIVERGED, "node2", snapshot))
                .isEqualTo("unknown");
    }

    @Test
    void leavesAReplicaThatIsDownToTheOtherRule() {
        Snapshots snapshot = Snapshots.healthy().down("node2", Diagnosis.HOST_GONE);

        assertThat(Verdicts.warning(ReplicaRules.NOT_STREAMING, "node2", snapshot))
                .isEqualTo("none");
        assertThat(Verdicts.critical(ReplicaRules.TIMELINE_DIVERGED, "node2", snapshot))
                .isEqualTo("none");
    }

    @Test
    void allowsAnArchiveFedReplica() {
        Snapshots snapshot =
                Snapshots.healthy().member("node2", m -> m.noReceiver().tag("nostream", "true"));

        assertThat(Verdicts.warning(ReplicaRules.NOT_STREAMING, "node2", snapshot))
                .isEqualTo("clear");
    }

    @Test
    void knowsAnArchiveFedReplicaByTheDcsWhenItsPatroniIsSilent() {
        Snapshots snapshot = Snapshots.healthy()
                .member(
                        "node2",
                        m -> m.noReceiver().patroniFails(FailureKind.TLS).tag("nostream", "true"));

        assertThat(Verdicts.warning(ReplicaRules.NOT_STREAMING, "node2", snapshot))
                .isEqualTo("clear");
    }

    @Test
    void allowsAStandbyLeaderToBeFedFromAnArchive() {
        Snapshots byPatroni =
                Snapshots.healthy().member("node2", m -> m.noReceiver().role(NodeRole.STANDBY_LEADER));
        Snapshots byDcs = Snapshots.healthy()
                .member(
                        "node2",
                        m -> m.noReceiver().patroniFails(FailureKind.TLS).listedAs(MemberRole.STANDBY_LEADER));

        assertThat(Verdicts.warning(ReplicaRules.NOT_STREAMING, "node2", byPatroni))
                .isEqualTo("none");
        assertThat(Verdicts.warning(ReplicaRules.NOT_STREAMING, "node2", byDcs)).isEqualTo("none");
    }

    @Test
    void isCriticalWhenNoReplicaStreams() {
        Snapshots snapshot =
                Snapshots.healthy().member("node2", Member::noReceiver).member("node3", Member::noReceiver);

        assertThat(Verdicts.holding(ReplicaRules.NOT_STREAMING, Severity.CRITICAL, null, snapshot))
                .isEqualTo(new Verdict.Holds(1.0, "None of 2 replicas of greenlang-cluster streams."));
    }

    @Test
    void doesNotCountAReplicaThatIsDownAmongThoseThatCouldStream() {
        Snapshots snapshot =
                Snapshots.healthy().down("node2", Diagnosis.HOST_GONE).member("node3", Member::noReceiver);

        assertThat(Verdicts.critical(ReplicaRules.NOT_STREAMING, null, snapshot))
                .isEqualTo("holds");
        assertThat(Verdicts.critical(
                        ReplicaRules.NOT_STREAMING, null, snapshot.diagnosis("node3", Diagnosis.POSTGRES_DOWN)))
                .isEqualTo("clear");
    }

    @Test
    void doesNotKnowWhetherAnyStreamsWhileOneIsUnread() {
        Snapshots snapshot = Snapshots.healthy()
                .member("node2", Member::noReceiver)
                .member("node3", m -> m.unreadable(FailureKind.AUTH))
                .diagnosis("node3", Diagnosis.NOT_READABLE);

        assertThat(Verdicts.critical(ReplicaRules.NOT_STREAMING, null, snapshot))
                .isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "4, 4, clear",
                "3, 4, holds",
                "5, 4, holds",
                "-, 3, holds",
                "-, 4, clear",
                "-, -, unknown",
            })
    void comparesTheTimelineWithTheLeaders(Integer bySql, Integer byPatroni, String verdict) {
        Snapshots snapshot = Snapshots.healthy().member("node3", m -> m.timeline(bySql, byPatroni));

        assertThat(Verdicts.critical(ReplicaRules.TIMELINE_DIVERGED, "node3", snapshot))
                .isEqualTo(verdict);
        assertThat(Verdicts.critical(ReplicaRules.TIMELINE_DIVERGED, "node1", snapshot))
                .isEqualTo("none");
    }

    @Test
    void namesBothTimelines() {
        Snapshots snapshot = Snapshots.healthy().member("node3", m -> m.timeline(3, 3));

        assertThat(Verdicts.holding(ReplicaRules.TIMELINE_DIVERGED, Severity.CRITICAL, "node3", snapshot))
                .isEqualTo(new Verdict.Holds(
                        1.0,
                        "node3 of greenlang-cluster is on timeline 3, its leader on 4, which left it at 0/3000000, before"
                                + " this standby's 4/2000A0F8."));
    }

    @Test
    void oneThatIsMerelyBehindHasNotDiverged() {
        Snapshots snapshot = Snapshots.healthy()
                .history(Snapshots.ended(3, Lsn.parse("4/2000A0F8")))
                .member("node3", m -> m.timeline(3, 3).noReceiver().tag("nostream", "true"));

        assertThat(Verdicts.critical(ReplicaRules.TIMELINE_DIVERGED, "node3", snapshot))
                .isEqualTo("clear");
    }

    @Test
    void doesNotCallWhatTheHistoryDoesNotTellDiverged() {
        Snapshots snapshot = Snapshots.healthy()
                .history(Snapshots.ended(1), Snapshots.ended(2))
                .member("node3", m -> m.timeline(3, 3));

        assertThat(Verdicts.critical(ReplicaRules.TIMELINE_DIVERGED, "node3", snapshot))
                .isEqualTo("unknown");
    }

    @Test
    void cannotCompareWithATimelineThatNobodyKnows() {
        Snapshots snapshot = Snapshots.healthy()
                .leader(null, Certainty.NO)
                .leaderTimeline(null)
                .writable();

        assertThat(Verdicts.critical(ReplicaRules.TIMELINE_DIVERGED, "node2", snapshot))
                .isEqualTo("unknown");
    }

    @Test
    void comparesOnlyReplicasThatRun() {
        Snapshots snapshot = Snapshots.healthy()
                .member("node3", m -> m.sqlOff().state("creating replica").timeline(null, 3));

        assertThat(Verdicts.critical(ReplicaRules.TIMELINE_DIVERGED, "node3", snapshot))
                .isEqualTo("clear");
    }

    @Test
    void leavesASecondWriterToTheSplitBrainRule() {
        Snapshots snapshot = Snapshots.healthy()
                .writable("node1", "node3")
                .member("node3", m -> m.timeline(3, 3).noReceiver());

        assertThat(Verdicts.critical(ReplicaRules.TIMELINE_DIVERGED, "node3", snapshot))
                .isEqualTo("none");
        assertThat(Verdicts.warning(ReplicaRules.NOT_STREAMING, "node3", snapshot))
                .isEqualTo("none");
    }
}
