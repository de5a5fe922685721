package io.greenlang.patroni.monitor.export.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.availability.AvailabilityReport;
import io.greenlang.patroni.monitor.availability.Watched;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.WatchedSamples;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AvailabilityTextTest {
    private static final List<AvailabilityReport> ALL = List.of(
            report("shop", WatchedSamples.weeks()),
            report("fresh", WatchedSamples.fresh()),
            report("new", Watched.NOTHING));

    @Test
    void isABlockForEachCluster() {
        assertThat(AvailabilityText.of(ALL)).isEqualTo("""
                shop, 2026-10-31 06:00 to 2026-11-22 10:00 UTC (22 d 4 h)
                  Known since    2026-10-31 06:00 UTC, of the period since 2026-10-23 00:00
                  Availability   99.961 % of the time observed; of the whole period at least
                                 99.773 %, at most 99.961 %
                  Not writable   12 min, on 2 days: 2026-11-03 (12 min), 2026-11-10 (12.0 s)
                  Not observed   1 h
                  Failovers      2 not planned; 1 planned switchover
                  RTO            worst 24.2 s (2026-11-03 03:00), median 18.1 s
                  WAL lost       at least 1.4 MiB; unknown for 1 of 2
                  Backups        21 finished, 1 failure, 1 day without one

                fresh, 2026-11-21 12:00 to 2026-11-22 10:00 UTC (22 h)
                  Known since    2026-11-21 12:00 UTC, of the period since 2026-10-23 00:00
                  Availability   100 %
                  Not writable   none
                  Not observed   none
                  Failovers      none; no planned switchovers
                  Backups        unknown: no member has pgBackRest

                new: not watched since 2026-10-23 00:00 UTC""".stripTrailing());
        assertThat(AvailabilityText.of(ALL).lines()).allMatch(line -> line.length() <= 80);
        assertThat(AvailabilityText.of(List.of())).isEqualTo("No clusters are watched");
    }

    @Test
    void isATableInMarkdown() {
        assertThat(AvailabilityMarkdown.of(ALL)).isEqualTo("""
                # Availability, 2026-10-23 00:00 to 2026-11-22 10:00 UTC

                | Cluster | Availability | At least | At most | Not writable | Not observed | Failovers | Worst RTO | Median RTO | WAL lost | Backups |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                | shop | 99.961 % | 99.773 % | 99.961 % | 12 min, on 2 days: 2026-11-03 (12 min), 2026-11-10 (12.0 s) | 1 h | 2 not planned; 1 planned switchover | 24.2 s (2026-11-03 03:00) | 18.1 s | at least 1.4 MiB; unknown for 1 of 2 | 21 finished, 1 failure, 1 day without one |
                | fresh | 100 % | 100 % | 100 % | none | none | none; no planned switchovers | none | none | none | unknown: no member has pgBackRest |
                | new | unknown | unknown | unknown | unknown | unknown | unknown | unknown | unknown | unknown | unknown |

                Availability is the part of the observed time in which a leader was writable; *at least* and *at most* are of the whole period, with the time not observed counted against it or for it. RTO is the time without a writable leader of each failover.

                - shop counts from 2026-10-31 06:00 UTC: nothing is known of the time before.
                - fresh counts from 2026-11-21 12:00 UTC: nothing is known of the time before.
                - new was not watched in this time.""".stripTrailing());
        assertThat(AvailabilityMarkdown.of(List.of(report("a|b", Watched.NOTHING))))
                .contains("| a\\|b | unknown |");
    }

    @Test
    void whatIsNotWholeNeverLooksSo() {
        assertThat(AvailabilityWords.percent(OptionalDouble.of(1))).isEqualTo("100 %");
        assertThat(AvailabilityWords.percent(OptionalDouble.of(0.9999999))).isEqualTo("99.999 %");
        assertThat(AvailabilityWords.percent(OptionalDouble.of(0.99953))).isEqualTo("99.953 %");
        assertThat(AvailabilityWords.percent(OptionalDouble.empty())).isEqualTo("unknown");
    }

    private static AvailabilityReport report(String cluster, Watched watched) {
        return AvailabilityReport.of(cluster, watched, Reports.AT.minus(Duration.ofDays(30)), Reports.AT);
    }
}
