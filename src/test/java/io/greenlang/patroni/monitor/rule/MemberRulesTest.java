package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MemberRulesTest {
    @Test
    void isBlindWhenNobodyCouldBeRead() {
        assertThat(Verdicts.holding(
                        MemberRules.CLUSTER_BLIND,
                        Severity.CRITICAL,
                        null,
                        Snapshots.healthy().blind().without("node3")))
                .isEqualTo(new Verdict.Holds(
                        1.0, "No member of greenlang-cluster could be read: node1 (timeout), node2 (timeout)."));
        assertThat(Verdicts.critical(MemberRules.CLUSTER_BLIND, null, Snapshots.healthy()))
                .isEqualTo("clear");
    }

    @Test
    void saysWhenNoMemberWasEverFound() {
        Snapshots snapshot = Snapshots.healthy()
                .without("node1")
                .without("node2")
                .without("node3")
                .blind();

        assertThat(Verdicts.holding(MemberRules.CLUSTER_BLIND, Severity.CRITICAL, null, snapshot)
                        .description())
                .isEqualTo("No member of greenlang-cluster is known: no seed answered.");
    }

    @ParameterizedTest
    @EnumSource(Diagnosis.class)
    void callsAReplicaDownByItsDiagnosis(Diagnosis diagnosis) {
        Snapshots snapshot = Snapshots.healthy().diagnosis("node2", diagnosis);
        boolean down = diagnosis != Diagnosis.OK && diagnosis != Diagnosis.NOT_READABLE;

        assertThat(Verdicts.warning(MemberRules.MEMBER_DOWN, "node2", snapshot)).isEqualTo(down ? "holds" : "clear");
        assertThat(Verdicts.critical(MemberRules.MEMBER_DOWN, "node2", snapshot))
                .isEqualTo("clear");
        assertThat(Verdicts.warning(MemberRules.MEMBER_DOWN, "node3", snapshot)).isEqualTo("clear");
    }

    @Test
    void saysWhatIsWrongWithAMemberAndWhere() {
        Snapshots snapshot = Snapshots.healthy().diagnosis("node2", Diagnosis.PATRONI_DOWN);

        assertThat(Verdicts.holding(MemberRules.MEMBER_DOWN, Severity.WARNING, "node2", snapshot))
                .isEqualTo(new Verdict.Holds(
                        1.0, "node2 of greenlang-cluster (node2:5432) is down: Patroni is down, PostgreSQL answers."));
    }

    @Test
    void isCriticalWhenTheLeaderIsDown() {
        Snapshots snapshot = Snapshots.healthy().down("node1", Diagnosis.HOST_GONE);

        assertThat(Verdicts.warning(MemberRules.MEMBER_DOWN, "node1", snapshot)).isEqualTo("holds");
        assertThat(Verdicts.critical(MemberRules.MEMBER_DOWN, "node1", snapshot))
                .isEqualTo("holds");
    }

    @Test
    void isNoLongerCriticalOnceAnotherMemberLeads() {
        Snapshots snapshot =
                Snapshots.healthy().down("node1", Diagnosis.HOST_GONE).leader("node2", Certainty.YES);

        assertThat(Verdicts.warning(MemberRules.MEMBER_DOWN, "node1", snapshot)).isEqualTo("holds");
        assertThat(Verdicts.critical(MemberRules.MEMBER_DOWN, "node1", snapshot))
                .isEqualTo("clear");
    }

    @Test
    void isCriticalWhenFewerThanTwoAreLeft() {
        Snapshots snapshot =
                Snapshots.healthy().diagnosis("node2", Diagnosis.POSTGRES_DOWN).diagnosis("node3", Diagnosis.HOST_GONE);

        assertThat(Verdicts.critical(MemberRules.MEMBER_DOWN, "node2", snapshot))
                .isEqualTo("holds");
        assertThat(Verdicts.critical(MemberRules.MEMBER_DOWN, "node3", snapshot))
                .isEqualTo("holds");
        assertThat(Verdicts.critical(MemberRules.MEMBER_DOWN, "node1", snapshot))
                .isEqualTo("clear");
    }

    @Test
    void doesNotAskForAReserveWhereThereIsOneMember() {
        Snapshots snapshot = Snapshots.healthy()
                .without("node2")
                .without("node3")
                .leader(null, Certainty.NO)
                .diagnosis("node1", Diagnosis.POSTGRES_DOWN);

        assertThat(Verdicts.warning(MemberRules.MEMBER_DOWN, "node1", snapshot)).isEqualTo("holds");
        assertThat(Verdicts.critical(MemberRules.MEMBER_DOWN, "node1", snapshot))
                .isEqualTo("clear");
    }

    @Test
    void remembersAMemberThatVanishedFromTheDcs() {
        Snapshots snapshot =
                Snapshots.healthy().down("node2", Diagnosis.HOST_GONE).member("node2", Member::vanished);

        assertThat(Verdicts.warning(MemberRules.MEMBER_DOWN, "node2", snapshot)).isEqualTo("holds");
    }

    @ParameterizedTest
    @CsvSource({"0, none", "2, clear", "3, clear", "4, holds"})
    void comparesTheMembersWithTheExpectedNumber(int expected, String verdict) {
        assertThat(Verdicts.warning(
                        MemberRules.MEMBERS_MISSING, null, Snapshots.healthy().expecting(expected)))
                .isEqualTo(verdict);
    }

    @Test
    void missesAMemberThatIsDown() {
        Snapshots snapshot = Snapshots.healthy().down("node2", Diagnosis.HOST_GONE);

        assertThat(Verdicts.holding(MemberRules.MEMBERS_MISSING, Severity.WARNING, null, snapshot))
                .isEqualTo(new Verdict.Holds(2.0, "2 of 3 expected members of greenlang-cluster are up."));
    }

    @Test
    void missesAMemberThatIsNeitherListedNorRead() {
        Snapshots unreadable = Snapshots.healthy()
                .member("node2", m -> m.unreadable(FailureKind.TLS))
                .diagnosis("node2", Diagnosis.NOT_READABLE);
        assertThat(Verdicts.warning(MemberRules.MEMBERS_MISSING, null, unreadable))
                .isEqualTo("clear");

        Snapshots vanished = unreadable.member("node2", Member::vanished);
        assertThat(Verdicts.warning(MemberRules.MEMBERS_MISSING, null, vanished))
                .isEqualTo("holds");
    }

    @Test
    void doesNotCountMembersWhenBlind() {
        assertThat(Verdicts.warning(
                        MemberRules.MEMBERS_MISSING, null, Snapshots.healthy().blind()))
                .isEqualTo("unknown");
    }
}
