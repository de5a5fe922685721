package io.greenlang.patroni.monitor.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Missing;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Part;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.testing.TimescaleSamples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimescaleMetricsTest {
    private static final String CLUSTER = "greenlang-cluster";

    @Test
    void tellsOfJobsOnThePrimaryAloneAndOfChunksEverywhere() {
        MonitorReport report = everywhere(TimescaleSamples.jobs(
                TimescaleSamples.compression(3, null),
                TimescaleSamples.compression(12, null),
                TimescaleSamples.compression(false, -1, 40, null),
                TimescaleSamples.maintenance(Duration.ofMinutes(5), Duration.ofHours(2))));

        assertThat(samples("timescaledb_chunks_total", report)).hasSize(3).allMatch(sample -> sample.value() == 321);
        assertThat(samples("timescaledb_jobs_failing", report))
                .containsExactly(new Sample(List.of(CLUSTER, "node1", "greenlang"), 2));
        assertThat(value("timescaledb_jobs", report)).isEqualTo(4);
        assertThat(value("timescaledb_jobs_overdue", report)).isOne();
        assertThat(value("timescaledb_job_failures_in_a_row", report)).isEqualTo(12);
        assertThat(value("timescaledb_job_failures", report)).isEqualTo(5 + 14 + 42 + 2);
        assertThat(value("timescaledb_hypertables", report)).isEqualTo(4);
        assertThat(value("timescaledb_compressed_chunks", report)).isEqualTo(300);
        assertThat(value("timescaledb_continuous_aggregate_max_lag_seconds", report))
                .isEqualTo(7200);
    }

    @Test
    void tellsNothingOfJobsThatCouldNotBeReadButWhy() {
        Missing missing = new Missing("greenlang", Part.JOBS, new Failure(FailureKind.PERMISSION, "denied"));
        MonitorReport report =
                everywhere(new TimescaleFacts(TimescaleSamples.unknownJobs().databases(), List.of(missing), 2));

        assertThat(samples("timescaledb_jobs", report)).isEmpty();
        assertThat(samples("timescaledb_job_failures", report)).isEmpty();
        assertThat(value("timescaledb_hypertables", report)).isEqualTo(4);
        assertThat(samples("timescaledb_databases_left_out", report))
                .containsExactly(new Sample(List.of(CLUSTER, "node1"), 2));
        assertThat(samples("patroni_monitor_failure", report))
                .contains(new Sample(List.of(CLUSTER, "node1", "postgres", "permission"), 1));
    }

    @Test
    void tellsWhyNoDatabaseWasLookedInto() {
        MonitorReport report =
                report(Snapshots.healthy().member("node1", m -> m.timescaleFails(FailureKind.TOO_MANY_CONNECTIONS)));

        assertThat(samples("timescaledb_databases_left_out", report)).isEmpty();
        assertThat(samples("patroni_monitor_failure", report))
                .containsExactly(new Sample(List.of(CLUSTER, "node1", "postgres", "too_many_connections"), 1));
    }

    private static MonitorReport everywhere(TimescaleFacts facts) {
        Snapshots snapshot = Snapshots.healthy();
        for (String member : List.of("node1", "node2", "node3")) {
            snapshot.member(member, m -> m.timescale(facts));
        }
        return report(snapshot);
    }

    private static MonitorReport report(Snapshots snapshot) {
        return new MonitorReport(
                List.of(new ClusterReport(
                        Snapshots.config(), snapshot.build(), ClusterState.HEALTHY, List.of(), false)),
                true);
    }

    private static double value(String metric, MonitorReport report) {
        assertThat(samples(metric, report)).hasSize(1);
        return samples(metric, report).get(0).value();
    }

    private static List<Sample> samples(String metric, MonitorReport report) {
        return Sample.of(Catalogues.full().metrics().stream()
                .filter(one -> one.name().equals(metric))
                .findFirst()
                .orElseThrow()
                .read(new ReportReading(report)));
    }
}
