package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LagRulesTest {
    private static final long MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({
        "0, clear, clear",
        "30000, clear, clear",
        "30001, holds, clear",
        "60000, holds, clear",
        "60001, holds, holds",
        "90000, holds, holds",
    })
    void comparesFractionsOfASecond(long millis, String warning, String critical) {
        Snapshots snapshot = lagging(Duration.ofMillis(millis), 0, false);

        assertThat(Verdicts.warning(LagRules.SECONDS, "node2", snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(LagRules.SECONDS, "node2", snapshot)).isEqualTo(critical);
        assertThat(Verdicts.warning(LagRules.SECONDS, "node3", snapshot)).isEqualTo("clear");
        assertThat(Verdicts.warning(LagRules.SECONDS, "node1", snapshot)).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({
        "0, clear, clear",
        "52428800, clear, clear",
        "52428801, holds, clear",
        "104857600, holds, clear",
        "104857601, holds, holds",
    })
    void comparesSingleBytes(long bytes, String warning, String critical) {
        Snapshots snapshot = lagging(Duration.ZERO, bytes, false);

        assertThat(Verdicts.warning(LagRules.BYTES, "node2", snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(LagRules.BYTES, "node2", snapshot)).isEqualTo(critical);
    }

    @Test
    void isUnknownWhenTheLagIs() {
        Snapshots snapshot = Snapshots.healthy().lag("node2", new ReplicationLag.Unknown("the primary can't be read"));

        assertThat(Verdicts.warning(LagRules.SECONDS, "node2", snapshot)).isEqualTo("unknown");
        assertThat(Verdicts.critical(LagRules.BYTES, "node2", snapshot)).isEqualTo("unknown");
    }

    @Test
    void takesALowerBoundForProofOfTooMuchButNotOfLittle() {
        Snapshots snapshot = lagging(Duration.ofSeconds(40), 0, true);

        assertThat(Verdicts.warning(LagRules.SECONDS, "node2", snapshot)).isEqualTo("holds");
        assertThat(Verdicts.critical(LagRules.SECONDS, "node2", snapshot)).isEqualTo("unknown");
        assertThat(Verdicts.warning(LagRules.BYTES, "node2", snapshot)).isEqualTo("clear");
    }

    @Test
    void asksAStandbyThatIsFedFromTheArchiveForBytesOnly() {
        Snapshots snapshot =
                lagging(Duration.ofHours(2), 101 * MIB, false).member("node2", m -> m.tag("nostream", "true"));

        assertThat(Verdicts.critical(LagRules.SECONDS, "node2", snapshot)).isEqualTo("clear");
        assertThat(Verdicts.critical(LagRules.BYTES, "node2", snapshot)).isEqualTo("holds");
    }

    @Test
    void saysHowFarWhoIsBehind() {
        Snapshots snapshot = lagging(Duration.ofMillis(34_200), 72 * MIB + MIB / 4, false);

        assertThat(Verdicts.holding(LagRules.SECONDS, Severity.WARNING, "node2", snapshot))
                .isEqualTo(new Verdict.Holds(34.2, "node2 of greenlang-cluster is 34 s behind the primary."));
        assertThat(Verdicts.holding(LagRules.BYTES, Severity.WARNING, "node2", snapshot)
                        .description())
                .isEqualTo("node2 of greenlang-cluster is 72.3 MiB behind the primary.");
    }

    private static Snapshots lagging(Duration time, long bytes, boolean atLeast) {
        return Snapshots.healthy().lag("node2", new ReplicationLag.Known(time, bytes, atLeast));
    }
}
