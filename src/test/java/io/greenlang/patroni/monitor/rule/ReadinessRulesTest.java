package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessRulesTest {
    @Test
    void tellsWhyNobodyCouldTakeOver() {
        Snapshots snapshot = Snapshots.healthy()
                .candidates(
                        new FailoverCandidate("node2", "tagged nofailover"),
                        new FailoverCandidate("node3", "9.0 MiB behind"));

        assertThat(Verdicts.holding(ReadinessRules.NO_FAILOVER_CANDIDATE, Severity.CRITICAL, null, snapshot))
                .isEqualTo(new Verdict.Holds(
                        0.0,
                        "No replica of greenlang-cluster could take over"
                                + " (node2: tagged nofailover; node3: 9.0 MiB behind)."));
    }

    @Test
    void blamesNobodyWhereItIsUnknownWhoCouldTakeOver() {
        Snapshots snapshot = Snapshots.healthy()
                .candidates(
                        new FailoverCandidate("node2", "tagged nofailover"),
                        new FailoverCandidate("node3", Certainty.UNKNOWN, "the settings could not be read"));

        assertThat(Verdicts.critical(ReadinessRules.NO_FAILOVER_CANDIDATE, null, snapshot))
                .isEqualTo("unknown");
    }

    @Test
    void isContentWithOneCandidate() {
        Snapshots snapshot = Snapshots.healthy()
                .candidates(new FailoverCandidate("node2", "tagged nofailover"), new FailoverCandidate("node3", null));

        assertThat(Verdicts.critical(ReadinessRules.NO_FAILOVER_CANDIDATE, null, snapshot))
                .isEqualTo("clear");
    }

    @ParameterizedTest
    @CsvSource({"0, none", "1, none", "2, holds"})
    void asksASingleMemberForACandidateOnlyWhenMoreAreExpected(int expected, String verdict) {
        Snapshots snapshot = Snapshots.healthy()
                .without("node2")
                .without("node3")
                .candidates()
                .expecting(expected);

        assertThat(Verdicts.critical(ReadinessRules.NO_FAILOVER_CANDIDATE, null, snapshot))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"NO", "UNKNOWN"})
    void doesNotKnowCandidatesWithoutALeader(Certainty hasLeader) {
        Snapshots snapshot = Snapshots.healthy().leader("node1", hasLeader).candidates();

        assertThat(Verdicts.critical(ReadinessRules.NO_FAILOVER_CANDIDATE, null, snapshot))
                .isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource({"sync, clear", "quorum, clear", "potential, holds", "async, holds"})
    void believesThePrimaryAboutItsSynchronousStandbys(String syncState, String verdict) {
        Snapshots snapshot = Snapshots.healthy()
                .synchronousMode(false)
                .member("node2", m -> m.listedAs(MemberRole.SYNC_STANDBY))
                .member("node1", m -> m.senders("async", syncState));

        assertThat(Verdicts.warning(ReadinessRules.SYNC_STANDBY_MISSING, null, snapshot))
                .isEqualTo(verdict);
        assertThat(Verdicts.critical(ReadinessRules.SYNC_STANDBY_MISSING, null, snapshot))
                .isEqualTo("clear");
    }

    @Test
    void isCriticalInStrictModeBecauseWritesBlock() {
        Snapshots snapshot = Snapshots.healthy().synchronousMode(true);

        assertThat(Verdicts.holding(ReadinessRules.SYNC_STANDBY_MISSING, Severity.CRITICAL, null, snapshot))
                .isEqualTo(new Verdict.Holds(0.0, "greenlang-cluster has no synchronous standby, and writes block."));
        assertThat(Verdicts.warning(ReadinessRules.SYNC_STANDBY_MISSING, null, snapshot))
                .isEqualTo("clear");
    }

    /** What was read last still holds; where nothing ever was, nobody knows. */
    @Test
    void doesNotTakeUnreadSettingsForPatronisDefaults() {
        Snapshots strict = Snapshots.healthy().synchronousMode(true);

        assertThat(Verdicts.critical(ReadinessRules.SYNC_STANDBY_MISSING, null, strict.configUnread(true)))
                .isEqualTo("holds");
        assertThat(Verdicts.warning(
                        ReadinessRules.SYNC_STANDBY_MISSING,
                        null,
                        Snapshots.healthy().configUnread(true)))
                .as("it was off")
                .isEqualTo("unknown");
        assertThat(Verdicts.critical(ReadinessRules.SYNC_STANDBY_MISSING, null, strict.configUnread(false)))
                .isEqualTo("unknown");
    }

    @Test
    void namesWhoMayNotBeSynchronous() {
        Snapshots snapshot = Snapshots.healthy().synchronousMode(true).member("node3", m -> m.tag("nosync", "yes"));

        assertThat(Verdicts.holding(ReadinessRules.SYNC_STANDBY_MISSING, Severity.CRITICAL, null, snapshot))
                .isEqualTo(
                        new Verdict.Holds(
                                0.0,
                                "greenlang-cluster has no synchronous standby, and writes block (node3 is tagged nosync: \"yes\")."));
    }

    @ParameterizedTest
    @CsvSource({"SYNC_STANDBY, clear", "QUORUM_STANDBY, clear", "REPLICA, holds"})
    void believesTheDcsWhereThePrimaryTellsNothing(MemberRole role, String verdict) {
        Snapshots failing = Snapshots.healthy()
                .synchronousMode(true)
                .member("node1", m -> m.postgresFails(FailureKind.AUTH))
                .member("node3", m -> m.listedAs(role));
        Snapshots unprivileged = Snapshots.healthy()
                .synchronousMode(true)
                .member("node1", m -> m.withoutPrivileges().senders((String) null, (String) null))
                .member("node3", m -> m.listedAs(role));

        assertThat(Verdicts.critical(ReadinessRules.SYNC_STANDBY_MISSING, null, failing))
                .isEqualTo(verdict);
        assertThat(Verdicts.critical(ReadinessRules.SYNC_STANDBY_MISSING, null, unprivileged))
                .isEqualTo(verdict);
    }

    @Test
    void doesNotKnowSynchronousStandbysWhenNobodyTells() {
        Snapshots unread = Snapshots.healthy()
                .synchronousMode(true)
                .member("node1", Member::sqlOff)
                .dcsUnreadable();
        Snapshots leaderless = Snapshots.healthy().synchronousMode(true).leader("node1", Certainty.NO);

        assertThat(Verdicts.critical(ReadinessRules.SYNC_STANDBY_MISSING, null, unread))
                .isEqualTo("unknown");
        assertThat(Verdicts.critical(ReadinessRules.SYNC_STANDBY_MISSING, null, leaderless))
                .isEqualTo("unknown");
    }

    @Test
    void wantsNoSynchronousStandbyInAsynchronousMode() {
        assertThat(Verdicts.warning(ReadinessRules.SYNC_STANDBY_MISSING, null, Snapshots.healthy()))
                .isEqualTo("clear");
    }

    @Test
    void wantsNoSynchronousStandbyInAStandbyCluster() {
        Snapshots snapshot = Snapshots.healthy().synchronousMode(false).standbyCluster();

        assertThat(Verdicts.warning(ReadinessRules.SYNC_STANDBY_MISSING, null, snapshot))
                .isEqualTo("clear");
    }
}
