package io.greenlang.patroni.monitor.availability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void beginsToCountWithTheSecondReport() {
        Watch watch = Watch.from("2026-11-22T10:00:00Z");
        assertThat(watch.days()).containsExactly("2026-11-22 PT0S PT0S PT0S");
        watch.writable(MINUTE).notWritable(MINUTE).unobserved(HOUR);
        assertThat(watch.days()).containsExactly("2026-11-22 PT1M PT1M PT1H");
    }

    @Test
    void nothingIsKnownBeforeTheFirstPoll() {
        Ledger ledger = new Ledger();
        ledger.take(ClusterReport.awaiting(Snapshots.config()), List.of());
        assertThat(ledger.watched()).isEqualTo(Watched.NOTHING);
    }

    @Test
    void anOutageOverMidnightIsOfBothDays() {
        Watch watch = Watch.from("2026-11-22T23:50:00Z").notWritable(Duration.ofMinutes(13));
        assertThat(watch.days()).containsExactly("2026-11-22 PT0S PT10M PT0S", "2026-11-23 PT0S PT3M PT0S");
    }

    @Test
    void aRoundThatEndsAtMidnightIsOfTheDayBefore() {
        Watch watch = Watch.from("2026-11-22T23:59:00Z").writable(MINUTE);
        assertThat(watch.days()).containsExactly("2026-11-22 PT1M PT0S PT0S", "2026-11-23 PT0S PT0S PT0S");
    }

    @Test
    void daysAreThoseOfTheWallClock() {
        Watch watch = Watch.from("2026-11-22T22:30:00Z").wallSet(HOUR).writable(HOUR);
        assertThat(watch.days()).containsExactly("2026-11-22 PT30M PT0S PT0S", "2026-11-23 PT30M PT0S PT0S");
    }

    @Test
    void aWallClockThatJumpsBackMovesNoTimeAndCountsNoneTwice() {
        Watch watch = Watch.from("2026-11-22T23:59:00Z").writable(Duration.ofMinutes(3));
        watch.wallSet(Duration.ofMinutes(-10)).writable(MINUTE);
        assertThat(watch.days()).containsExactly("2026-11-22 PT2M PT0S PT0S", "2026-11-23 PT2M PT0S PT0S");
    }

    @Test
    void aWallClockThatWasWrongForAWhilePushesNoRealDayOut() {
        Watch watch = Watch.from("2026-11-22T10:00:00Z").writable(MINUTE);
        watch.wallSet(Duration.ofDays(20_000)).writable(MINUTE);
        watch.wallSet(Duration.ofDays(-40_000)).writable(MINUTE);
        watch.wallSet(Duration.ofDays(20_000)).writable(MINUTE);
        for (int day = 0; day < Ledger.DAYS - 1; day++) {
            watch.writable(Duration.ofDays(1));
        }
        assertThat(watch.ledger.watched().days())
                .hasSize(Ledger.DAYS)
                .extracting(day -> day.date().getYear())
                .allMatch(year -> year == 2026 || year == 2027);
        assertThat(watch.days()).first().asString().startsWith("2026-11-22 ");
    }

    @Test
    void aWallClockThatWasAheadAtFirstLeavesNoBeginInTheFuture() {
        Watch watch = Watch.from("2031-11-22T10:00:00Z")
                .wallSet(Duration.ofDays(-1826))
                .writable(MINUTE);
        assertThat(watch.ledger.watched().begin()).isEqualTo("2026-11-22T10:01:00Z");
        watch.writable(MINUTE);
        assertThat(watch.ledger.watched().begin()).isEqualTo("2026-11-22T10:01:00Z");
    }

    @Test
    void aHundredDaysAreRemembered() {
        Watch watch = Watch.from("2026-01-01T00:00:00Z").unobserved(Duration.ofDays(365));
        assertThat(watch.days()).hasSize(Ledger.DAYS).first().isEqualTo("2026-09-24 PT0S PT0S PT24H");
    }

    @Test
    void aRestartGoesOnWithTheTotalsThatWereKept() {
        Watch watch = Watch.from("2026-11-22T10:00:00Z").writable(HOUR);
        watch.failover("2026-11-22T10:30:00Z", 24.2, "lost_bytes_at_least", 1_468_006L);
        watch.event("2026-11-22T10:40:00Z", EventType.LEADER_CHANGE, "planned", true)
                .look();
        watch.event("2026-11-22T10:50:00Z", EventType.BACKUP_FINISHED).look();
        Watched before = watch.ledger.watched();
        watch.restarted();
        assertThat(watch.ledger.watched()).isEqualTo(before);
        watch.unobserved(Duration.ofMinutes(5)).writable(MINUTE);
        assertThat(watch.days()).containsExactly("2026-11-22 PT1H1M PT0S PT5M");
    }

    @Test
    void whatItDidNotWatchItselfIsNotCounted() {
        Watch watch = Watch.from("2026-11-22T10:00:00Z").writable(HOUR);
        watch.ledger = new Ledger();
        watch.writable(MINUTE).writable(MINUTE);
        assertThat(watch.days()).containsExactly("2026-11-22 PT1M PT0S PT0S");
    }

    @Test
    void totalsThatBeginAgainCountNothingNegative() {
        Watch watch = Watch.from("2026-11-22T10:00:00Z").writable(HOUR);
        Map<String, Object> kept = watch.ledger.keep();
        Watch other = Watch.from("2026-11-22T12:00:00Z");
        other.ledger = Ledger.of(Watch.json(kept));
        other.writable(MINUTE).writable(MINUTE);
        assertThat(other.days()).containsExactly("2026-11-22 PT1H1M PT0S PT0S");
    }

    @Test
    void anEventIsOfTheDayInWhichItHappened() {
        Watch watch = Watch.from("2026-11-21T23:00:00Z").writable(Duration.ofHours(2));
        watch.failover("2026-11-21T23:59:50Z", 24.2)
                .event("2026-10-01T00:00:00Z", EventType.BACKUP_FINISHED)
                .event("2026-12-01T00:00:00Z", EventType.BACKUP_FAILED)
                .event("2026-11-22T00:59:00Z", EventType.LEADER_CHANGE, "planned", true)
                .event("2026-11-22T00:59:00Z", EventType.PAUSED)
                .look();
        List<Day> days = watch.ledger.watched().days();
        assertThat(days.get(0).takeovers()).singleElement().satisfies(takeover -> {
            assertThat(takeover.failover()).isTrue();
            assertThat(takeover.leaderless()).isEqualTo(Duration.ofMillis(24_200));
            assertThat(takeover.lostBytes()).isNull();
        });
        assertThat(days)
                .extracting(Day::backupsFinished)
                .as("dated before the watch")
                .containsExactly(1, 0);
        assertThat(days)
                .extracting(Day::backupsFailed)
                .as("dated in the future")
                .containsExactly(0, 1);
        assertThat(days).extracting(Day::switchovers).containsExactly(0, 1);
    }

    @Test
    void aDayThatFlapsIsBounded() {
        Watch watch = Watch.from("2026-11-22T10:00:00Z");
        for (int i = 0; i < 50; i++) {
            watch.failover("2026-11-22T10:00:00Z", 1).look();
        }
        watch.event("2026-11-22T10:00:00Z", EventType.LEADER_CHANGE).look();
        Day day = watch.restarted().ledger.watched().days().get(0);
        assertThat(day.takeovers()).hasSize(Day.MOST_TAKEOVERS);
        assertThat(day.moreFailovers()).isEqualTo(50 - Day.MOST_TAKEOVERS);
        assertThat(day.moreUnclear()).isEqualTo(1);
        FailoverTally tally = watch.report("2026-11-22T00:00:00Z").failovers();
        assertThat(tally.failovers()).isEqualTo(50);
        assertThat(tally.unclear()).isEqualTo(1);
        assertThat(tally.timesUnknown()).isEqualTo(51 - Day.MOST_TAKEOVERS);
        assertThat(tally.lossesUnknown()).isEqualTo(51);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "[]",
                "{\"days\":7}",
                "{\"begin\":\"soon\",\"counted\":[1,2],\"days\":[{\"date\":\"2026-13-01\"},[],null]}"
            })
    void whatMakesNoSenseCountsAsNothingKept(String kept) throws JsonProcessingException {
        Watch watch = Watch.from("2026-11-22T10:00:00Z").writable(HOUR);
        watch.ledger = Ledger.of(new ObjectMapper().readValue(kept, Object.class));
        watch.writable(MINUTE).writable(MINUTE);
        assertThat(watch.days()).containsExactly("2026-11-22 PT1M PT0S PT0S");
    }

    @Test
    void aDamagedDayCostsItselfOnly() throws JsonProcessingException {
        Ledger ledger = Ledger.of(new ObjectMapper().readValue("""
                {"days": [
                  {"date": "2026-11-20", "writable": 1000, "takeovers": [7, {"at": "2026-11-20T10:00:00Z"}]},
                  {"date": "2026-11-21", "writable": "x", "not_writable": -5, "unobserved": 9e300, "switchovers": 9e300},
                  {"writable": 1000}
                ]}""", Object.class));
        assertThat(ledger.watched().days()).hasSize(2);
        assertThat(ledger.watched().days().get(0).takeovers()).hasSize(1);
        assertThat(ledger.watched().days().get(1).time().writable()).isZero();
        assertThat(ledger.watched().days().get(1).time().notWritable()).isZero();
    }

    @Test
    void aQuietDayTakesFewBytesInTheSnapshot() throws JsonProcessingException {
        Watch watch = Watch.from("2026-01-01T00:00:00Z");
        for (int day = 0; day < 200; day++) {
            watch.event("2026-01-01T00:00:00Z", EventType.BACKUP_FINISHED).writable(Duration.ofDays(1));
        }
        assertThat(new ObjectMapper().writeValueAsString(watch.ledger.keep()).length())
                .isLessThan(Ledger.DAYS * 80);
    }
}
