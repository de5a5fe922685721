package io.greenlang.patroni.monitor.app;

import static io.greenlang.patroni.monitor.rule.ClusterState.BLIND;
import static io.greenlang.patroni.monitor.rule.ClusterState.CRITICAL;
import static io.greenlang.patroni.monitor.rule.ClusterState.DEGRADED;
import static io.greenlang.patroni.monitor.rule.ClusterState.HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.rule.checklist.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
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
        assertThat(ExitCode.ofVerdicts(List.of(Verdict.GO, Verdict.GO))).isZero();
        assertThat(ExitCode.ofVerdicts(List.of(Verdict.GO, Verdict.UNKNOWN))).isEqualTo(4);
        assertThat(ExitCode.ofVerdicts(List.of(Verdict.UNKNOWN, Verdict.NO_GO))).isEqualTo(1);
    }
}
