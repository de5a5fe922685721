package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.testing.DcsStates;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VisibilityRulesTest {
    @Test
    void tellsWhatIsUnreadSinceWhenWhyAndWhatToDo() {
        Snapshots snapshot = Snapshots.healthy()
                .member("node2", member -> member.postgresFails(FailureKind.AUTH))
                .unreadFor(Duration.ofSeconds(250));

        assertThat(Verdicts.holding(VisibilityRules.SOURCE_UNREAD, Severity.WARNING, "node2", snapshot)
                        .description())
                .startsWith("PostgreSQL of node2 of greenlang-cluster has given no usable answer for 4 min: ")
                .endsWith("(check role, password, pg_hba.conf and require-auth).");
        assertThat(Verdicts.warning(VisibilityRules.SOURCE_UNREAD, "node1", snapshot))
                .isEqualTo("clear");
        assertThat(Verdicts.critical(VisibilityRules.SOURCE_UNREAD, "node2", snapshot))
                .as("a replica's SQL alone wakes nobody")
                .isEqualTo("clear");
    }

    @Test
    void isCriticalForTheLeadersSqlAndForEverybodys() {
        Snapshots leaders = Snapshots.healthy().member("node1", member -> member.postgresFails(FailureKind.TLS));
        Snapshots everybodys = Snapshots.healthy()
                .member("node1", member -> member.postgresFails(FailureKind.SQL))
                .member("node2", member -> member.postgresFails(FailureKind.SQL))
                .member("node3", member -> member.postgresFails(FailureKind.SQL));

        assertThat(Verdicts.critical(VisibilityRules.SOURCE_UNREAD, "node1", leaders))
                .isEqualTo("holds");
        assertThat(Verdicts.critical(VisibilityRules.SOURCE_UNREAD, "node3", everybodys))
                .isEqualTo("holds");
    }

    @Test
    void isWarnedOfADcsThatNobodyShows() {
        assertThat(Verdicts.holding(
                                VisibilityRules.SOURCE_UNREAD,
                                Severity.WARNING,
                                null,
                                Snapshots.healthy().dcsUnreadable())
                        .description())
                .contains("greenlang-cluster", "The DCS, asked through the members,");
    }

    @Test
    void saysWhatIsUnreadOfADcsThatShowsItsMembers() {
        assertThat(Verdicts.holding(
                                VisibilityRules.SOURCE_UNREAD,
                                Severity.WARNING,
                                null,
                                Snapshots.healthy().configUnread(true))
                        .description())
                .contains("The DCS, asked through the members for settings and timelines,");
    }

    @Test
    void leavesTheDcsToFailsafeModeAndNothingElse() {
        Snapshots failsafe = Snapshots.healthy()
                .dcsUnreadable()
                .member("node1", member -> member.flags(PatroniStatus.Flag.FAILSAFE_ACTIVE));

        assertThat(Verdicts.warning(VisibilityRules.SOURCE_UNREAD, null, failsafe))
                .isEqualTo("clear");
        assertThat(failsafe.build().facts().visibility().isFull()).isFalse();
        assertThat(Verdicts.holding(
                                VisibilityRules.SOURCE_UNREAD,
                                Severity.WARNING,
                                null,
                                failsafe.unreadSeed("http://10.0.0.9:8008", FailureKind.REFUSED))
                        .description())
                .contains("seed http://10.0.0.9:8008")
                .doesNotContain("The DCS");
    }

    /** Another alert names them. Where one answers, and the keys can't be read, it is this one. */
    @Test
    void leavesADcsWhoseEndpointsAllFailToTheAlertThatNamesThem() {
        Snapshots away = Snapshots.healthy().dcs(DcsStates.allFail(FailureKind.REFUSED));
        Snapshots withoutQuorum = Snapshots.healthy().dcs(DcsStates.endpointsOnly(0, 1, 2));

        for (Snapshots snapshot : new Snapshots[] {away, withoutQuorum}) {
            assertThat(Verdicts.warning(VisibilityRules.SOURCE_UNREAD, null, snapshot))
                    .isEqualTo("clear");
            assertThat(snapshot.build().facts().visibility().isFull()).isFalse();
        }
        assertThat(Verdicts.warning(
                        VisibilityRules.SOURCE_UNREAD, null, Snapshots.healthy().dcs(DcsStates.refusedWithErrors())))
                .isEqualTo("holds");
    }

    @Test
    void restsOnWhenEachSourceWasLastAsked() {
        Instant refused = Snapshots.NOON.minusSeconds(40);
        ClusterSnapshot snapshot = Snapshots.healthy()
                .member("node2", member -> member.postgresRefused(Duration.ofSeconds(40)))
                .build();

        assertThat(VisibilityRules.SOURCE_UNREAD.evaluate(snapshot, Snapshots.thresholds()))
                .filteredOn(finding -> "node2".equals(finding.member()))
                .first()
                .satisfies(finding -> assertThat(finding.evidenceIn(snapshot)).isEqualTo(refused));
    }

    @Test
    void leavesABlindClusterToItsOwnAlert() {
        assertThat(Verdicts.warning(
                        VisibilityRules.SOURCE_UNREAD,
                        "node1",
                        Snapshots.healthy().blind()))
                .isEqualTo("unknown");
    }

    @Test
    void tellsOfALockThatNobodyTakesAfterTheTtl() {
        Snapshots snapshot = Snapshots.healthy()
                .leader(null, io.greenlang.patroni.monitor.model.Certainty.NO)
                .writable();

        assertThat(Verdicts.critical(DcsRules.READ_ONLY, null, snapshot.lockFreeSince(Snapshots.NOON.minusSeconds(30))))
                .as("it may be a vote")
                .isEqualTo("unknown");
        assertThat(Verdicts.holding(
                                DcsRules.READ_ONLY,
                                Severity.CRITICAL,
                                null,
                                snapshot.lockFreeSince(Snapshots.NOON.minusSeconds(31)))
                        .description())
                .contains("leader lock of greenlang-cluster for 31 s", "2 members could take it", "Check whether");
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void advisesForEveryReason(FailureKind kind) {
        for (Source source : Source.values()) {
            assertThat(UnreadAdvice.of(new Failure(kind, "what was seen"), source))
                    .startsWith("what was seen (");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "119, 119 s",
        "120, 2 min",
        "3599, 59 min",
        "3600, 1 h",
        "7260, 2 h 1 min",
        "90000, 1 d 1 h",
        "172800, 2 d"
    })
    void speaksOfDurationsAsPeopleDo(long seconds, String words) {
        assertThat(Spoken.of(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @Test
    void judgesADownMemberToo() {
        assertThat(Verdicts.warning(
                        VisibilityRules.SOURCE_UNREAD,
                        "node2",
                        Snapshots.healthy().down("node2", Diagnosis.HOST_GONE)))
                .isEqualTo("holds");
    }
}
