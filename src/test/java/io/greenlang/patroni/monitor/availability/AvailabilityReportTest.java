package io.greenlang.patroni.monitor.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.model.Availability;
import io.greenlang.patroni.monitor.model.Backups;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class AvailabilityReportTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String LONG_AGO = "2026-01-01T00:00:00Z";

    @Test
    void countsWholeDaysFromTheFirstThatWasAskedFor() {
        Watch watch = Watch.from("2026-11-20T06:00:00Z").writable(DAY).writable(DAY);
        AvailabilityReport report = watch.report("2026-11-21T15:00:00Z");
        assertThat(report.asked()).isEqualTo("2026-11-21T00:00:00Z");
        assertThat(report.from()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(report.until()).isEqualTo("2026-11-22T06:00:00Z");
        assertThat(report.time()).isEqualTo(new Availability(Duration.ofHours(30), Duration.ZERO, Duration.ZERO));
    }

    @Test
    void saysFromWhenItReallyCounts() {
        Watch watch = Watch.from("2026-11-20T06:00:00Z").writable(DAY);
        assertThat(watch.report(LONG_AGO).from()).isEqualTo(Instant.parse("2026-11-20T06:00:00Z"));
        AvailabilityReport nothing =
                AvailabilityReport.of("a", Watched.NOTHING, Instant.parse(LONG_AGO), Instant.parse(LONG_AGO));
        assertThat(nothing.from()).isNull();
        assertThat(nothing.availability()).isEmpty();
        assertThat(nothing.atLeast()).isEmpty();
        assertThat(nothing.atMost()).isEmpty();
    }

    @Test
    void availabilityIsOfTheTimeObservedAndTheRestItsDoubt() {
        AvailabilityReport report = Watch.from("2026-11-20T00:00:00Z")
                .writable(Duration.ofHours(90))
                .notWritable(Duration.ofHours(10))
                .unobserved(Duration.ofHours(25))
                .report(LONG_AGO);
        assertThat(report.availability().getAsDouble()).isCloseTo(0.9, within(1e-9));
        assertThat(report.atLeast().getAsDouble()).isCloseTo(90.0 / 125, within(1e-9));
        assertThat(report.atMost().getAsDouble()).isCloseTo(115.0 / 125, within(1e-9));
        AvailabilityReport unseen =
                Watch.from("2026-11-20T00:00:00Z").unobserved(DAY).report(LONG_AGO);
        assertThat(unseen.availability()).isEmpty();
        assertThat(unseen.atLeast().getAsDouble()).isZero();
        assertThat(unseen.atMost().getAsDouble()).isEqualTo(1);
    }

    @Test
    void timeThatTheSteadyClockDidNotCountIsNotObserved() {
        Watch watch = Watch.from("2026-11-20T06:00:00Z").writable(DAY);
        watch.wallSet(Duration.ofHours(3)).writable(Duration.ofHours(1));
        assertThat(watch.report(LONG_AGO).time())
                .isEqualTo(new Availability(Duration.ofHours(25), Duration.ZERO, Duration.ofHours(3)));
        watch.wallSet(Duration.ofHours(-6)).writable(Duration.ofHours(1));
        assertThat(watch.report(LONG_AGO).time())
                .isEqualTo(new Availability(Duration.ofHours(26), Duration.ZERO, Duration.ZERO));
    }

    @Test
    void namesTheWorstDaysFirst() {
        AvailabilityReport report = Watch.from("2026-11-20T12:00:00Z")
                .notWritable(Duration.ofMinutes(1))
                .writable(DAY)
                .notWritable(Duration.ofMinutes(5))
                .writable(DAY)
                .report(LONG_AGO);
        assertThat(report.outages())
                .containsExactly(
                        new AvailabilityReport.Outage(LocalDate.parse("2026-11-21"), Duration.ofMinutes(5)),
                        new AvailabilityReport.Outage(LocalDate.parse("2026-11-20"), Duration.ofMinutes(1)));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        Watch watch = Watch.from("2026-11-20T00:00:00Z").writable(DAY);
        watch.failover("2026-11-20T01:00:00Z", 10)
                .failover("2026-11-20T02:00:00Z", 60)
                .failover("2026-11-20T03:00:00Z", 20)
                .look();
        assertThat(watch.report(LONG_AGO).failovers().median()).isEqualTo(Duration.ofSeconds(20));
        FailoverTally four = watch.failover("2026-11-20T04:00:00Z", 25)
                .look()
                .report(LONG_AGO)
                .failovers();
        assertThat(four.median()).isEqualTo(Duration.ofMillis(22_500));
        assertThat(four.worst())
                .isEqualTo(new FailoverTally.Worst(Instant.parse("2026-11-20T02:00:00Z"), Duration.ofSeconds(60)));
        assertThat(four.timesUnknown()).isZero();
    }

    @Test
    void aLossThatIsUnknownIsNotZero() {
        Watch watch = Watch.from("2026-11-20T00:00:00Z").writable(DAY);
        FailoverTally unknown = watch.failover("2026-11-20T01:00:00Z", 10)
                .look()
                .report(LONG_AGO)
                .failovers();
        assertThat(unknown.lostBytes()).isNull();
        assertThat(unknown.lossesUnknown()).isEqualTo(1);

        watch.restarted();
        FailoverTally some = watch.failover("2026-11-20T02:00:00Z", 10, "lost_bytes", 0L)
                .failover("2026-11-20T03:00:00Z", 10, "lost_bytes_at_least", 1024L)
                .look()
                .report(LONG_AGO)
                .failovers();
        assertThat(some.lostBytes()).isEqualTo(1024L);
        assertThat(some.atLeast()).isTrue();
        assertThat(some.isLowerBound()).isTrue();
        assertThat(some.lossesUnknown()).isEqualTo(1);
        assertThat(some.failovers()).isEqualTo(3);
    }

    @Test
    void allLossesKnownExactlyAreExact() {
        FailoverTally tally = Watch.from("2026-11-20T00:00:00Z")
                .failover("2026-11-20T01:00:00Z", 10, "lost_bytes", 0L)
                .look()
                .report(LONG_AGO)
                .failovers();
        assertThat(tally.lostBytes()).isZero();
        assertThat(tally.isLowerBound()).isFalse();
    }

    @Test
    void aChangeOfWhichNobodyKnowsWhetherItWasPlannedIsNeither() {
        FailoverTally tally = Watch.from("2026-11-20T00:00:00Z")
                .event("2026-11-20T00:00:00Z", EventType.LEADER_CHANGE)
                .event("2026-11-20T00:00:00Z", EventType.LEADER_CHANGE, "planned", true)
                .look()
                .report(LONG_AGO)
                .failovers();
        assertThat(tally.failovers()).isZero();
        assertThat(tally.unclear()).isEqualTo(1);
        assertThat(tally.switchovers()).isEqualTo(1);
        assertThat(tally.worst()).isNull();
        assertThat(tally.median()).isNull();
        assertThat(tally.timesUnknown()).isEqualTo(1);
        assertThat(tally.costly()).isEqualTo(1);
    }

    @Test
    void aWholeDayWithoutABackupIsMissed() {
        Watch watch = Watch.from("2026-11-20T06:00:00Z")
                .writable(DAY)
                .writable(DAY)
                .writable(DAY)
                .writable(DAY);
        watch.event("2026-11-20T07:00:00Z", EventType.BACKUP_FINISHED)
                .event("2026-11-22T02:00:00Z", EventType.BACKUP_FINISHED)
                .event("2026-11-22T03:00:00Z", EventType.BACKUP_FAILED)
                .look();
        BackupTally tally = watch.report(LONG_AGO).backups();
        assertThat(tally)
                .as("21st and 23rd; today is not over")
                .isEqualTo(new BackupTally(LocalDate.parse("2026-11-21"), 2, 1, 2, 0));
    }

    @Test
    void aDayOfWhichPgbackrestHasNotToldIsUnknownAndNotMissed() {
        Watch watch = Watch.from("2026-11-20T06:00:00Z").writable(DAY).writable(DAY);
        watch.backups(now -> new Backups.Broken("pgBackRest fails", false))
                .writable(DAY)
                .writable(DAY);
        BackupTally tally = watch.restarted()
                .writable(Duration.ofSeconds(1))
                .report(LONG_AGO)
                .backups();
        assertThat(tally).isEqualTo(new BackupTally(LocalDate.parse("2026-11-21"), 0, 0, 1, 2));
    }

    @Test
    void whereNoBackupWasEverSeenNoneIsMissed() {
        Watch watch = Watch.from("2026-11-20T06:00:00Z");
        watch.ledger = new Ledger();
        watch.backups(now -> new Backups.NotSetUp("no member has pgBackRest"))
                .writable(DAY)
                .writable(DAY);
        AvailabilityReport report = watch.report(LONG_AGO);
        assertThat(report.backups()).isNull();
        assertThat(report.backupsUnknownBecause()).isEqualTo("no member has pgBackRest");
        assertThat(Watch.from("2026-11-20T06:00:00Z").report(LONG_AGO).backupsUnknownBecause())
                .isEqualTo("no backup has been seen for a whole day yet");
    }
}
