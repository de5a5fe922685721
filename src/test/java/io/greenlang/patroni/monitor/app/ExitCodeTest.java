package io.greenlang.patroni.monitor.app;

import static io.greenlang.patroni.monitor.rule.ClusterState.BLIND;
import static io.greenlang.patroni.monitor.rule.ClusterState.CRITICAL;
import static io.greenlang.patroni.monitor.rule.ClusterState.DEGRADED;
import static io.greenlang.patroni.monitor.rule.ClusterState.HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.checklist.ChecklistVerdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    private static final MonitorReport ALL_FOUND = new MonitorReport(List.of(), true);
    /** A place that can't be looked into. */
    private static final MonitorReport MAYBE_MORE = ALL_FOUND.with(List.of(new DiscoveryReport(
            "production", true, 0, 0, 0, List.of(), List.of(), new Failure(FailureKind.TIMEOUT, "no answer"))));

    @Test
    void isThatOfTheWorstCluster() {
        assertThat(ExitCode.of(List.of(HEALTHY, HEALTHY))).isZero();
        assertThat(ExitCode.of(List.of(HEALTHY, DEGRADED))).isEqualTo(1);
        assertThat(ExitCode.of(List.of(CRITICAL, DEGRADED, BLIND))).isEqualTo(3);
    }

    @Test
    void isBlindOnlyWhenNothingAtAllWasRead() {
        assertThat(ExitCode.of(List.of(BLIND, BLIND))).isEqualTo(4);
        assertThat(ExitCode.of(List.of(HEALTHY, BLIND)))
                .as("one dark cluster is critical")
                .isEqualTo(3);
    }

    @Test
    void aChecklistThatMustNotBePassedWinsOverOneThatIsUnknown() {
        assertThat(ExitCode.ofVerdicts(List.of(), ALL_FOUND)).isEqualTo(4);
        assertThat(ExitCode.ofVerdicts(List.of(ChecklistVerdict.GO), MAYBE_MORE))
                .isEqualTo(4);
        assertThat(ExitCode.ofVerdicts(List.of(ChecklistVerdict.NO_GO), MAYBE_MORE))
                .isEqualTo(1);
        assertThat(ExitCode.ofVerdicts(List.of(ChecklistVerdict.GO, ChecklistVerdict.GO), ALL_FOUND))
                .isZero();
        assertThat(ExitCode.ofVerdicts(List.of(ChecklistVerdict.GO, ChecklistVerdict.UNKNOWN), ALL_FOUND))
                .isEqualTo(4);
        assertThat(ExitCode.ofVerdicts(List.of(ChecklistVerdict.UNKNOWN, ChecklistVerdict.NO_GO), ALL_FOUND))
                .isEqualTo(1);
    }
}
