package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Missing;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Part;
import io.greenlang.patroni.monitor.model.TimescaleJob;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.testing.TimescaleSamples;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TimescaleRulesTest {
    private static final Duration LATE = Duration.ofHours(13);

    @ParameterizedTest
    @CsvSource({"0, clear, clear", "1, holds, clear", "10, holds, clear", "11, holds, holds"})
    void countsTheFailuresInARow(int failures, String warning, String critical) {
        Snapshots snapshot = primary(TimescaleSamples.jobs(TimescaleSamples.compression(failures, null)));

        assertThat(warning(snapshot)).isEqualTo(warning);
        assertThat(critical(snapshot)).isEqualTo(critical);
    }

    @Test
    void namesTheJobsTheWorstFirst() {
        TimescaleFacts facts =
                TimescaleSamples.jobs(TimescaleSamples.compression(2, null), TimescaleSamples.compression(14, LATE));

        assertThat(Verdicts.holding(TimescaleRules.JOB_FAILING, Severity.WARNING, null, primary(facts)))
                .isEqualTo(new Verdict.Holds(
                        14,
                        "Jobs of TimescaleDB in greenlang-cluster fail:"
                                + " job 1001 of greenlang, _timescaledb_functions.policy_compression on"
                                + " public.measurements, 14 in a row;"
                                + " job 1001 of greenlang, _timescaledb_functions.policy_compression on"
                                + " public.measurements, 2 in a row."));
    }

    @Test
    void warnsOfJobsThatDoNotStart() {
        TimescaleJob overdue = TimescaleSamples.maintenance(Duration.ofMinutes(5), Duration.ofMinutes(61));
        Snapshots snapshot = primary(TimescaleSamples.jobs(Collections.nCopies(7, overdue)));

        assertThat(critical(snapshot)).isEqualTo("clear");
        Verdict.Holds holds = Verdicts.holding(TimescaleRules.JOB_FAILING, Severity.WARNING, null, snapshot);
        assertThat(holds.value()).isEqualTo(7);
        assertThat(holds.description())
                .startsWith("Jobs of TimescaleDB in greenlang-cluster do not start:"
                        + " job 3 of greenlang, public.tidy_up, due since 2026-11-22T09:00:00Z; ")
                .endsWith("; and 2 more.");
    }

    @Test
    void goesByThePrimaryAlone() {
        Snapshots snapshot = Snapshots.healthy()
                .member("node2", m -> m.timescale(TimescaleSamples.jobs(TimescaleSamples.compression(99, LATE))));

        assertThat(warning(snapshot)).isEqualTo("clear");
    }

    @Test
    void doesNotKnowWhatAFailedLookWouldHaveFound() {
        Snapshots snapshot = Snapshots.healthy().member("node1", m -> m.timescaleFails(FailureKind.TIMEOUT));

        assertThat(warning(snapshot)).isEqualTo("unknown");
        assertThat(critical(snapshot)).isEqualTo("unknown");
    }

    @ParameterizedTest
    @EnumSource
    void doesNotKnowOfJobsThatCouldNotBeRead(Part part) {
        Missing missing = new Missing("billing", part, new Failure(FailureKind.PERMISSION, "denied"));
        TimescaleFacts well = TimescaleSamples.jobs(TimescaleSamples.compression(0, null));
        TimescaleFacts ill = TimescaleSamples.jobs(TimescaleSamples.compression(1, null));

        assertThat(warning(primary(new TimescaleFacts(well.databases(), List.of(missing), 0))))
                .isEqualTo(part == Part.CONTINUOUS_AGGREGATES ? "clear" : "unknown");
        assertThat(warning(primary(new TimescaleFacts(ill.databases(), List.of(missing), 0))))
                .isEqualTo("holds");
    }

    @Test
    void isSilentWhereNobodyIsAsked() {
        Snapshots snapshot = Snapshots.healthy();
        for (String member : List.of("node1", "node2", "node3")) {
            snapshot.member(member, m -> m.sqlOff());
        }

        assertThat(warning(snapshot)).isEqualTo("none");
    }

    @Test
    void waitsForAPrimary() {
        Snapshots snapshot = Snapshots.healthy().member("node1", m -> m.postgresFails(FailureKind.REFUSED));

        assertThat(warning(snapshot)).isEqualTo("unknown");
    }

    private static Snapshots primary(TimescaleFacts facts) {
        return Snapshots.healthy().member("node1", m -> m.timescale(facts));
    }

    private static String warning(Snapshots snapshot) {
        return Verdicts.warning(TimescaleRules.JOB_FAILING, null, snapshot);
    }

    private static String critical(Snapshots snapshot) {
        return Verdicts.critical(TimescaleRules.JOB_FAILING, null, snapshot);
    }
}
