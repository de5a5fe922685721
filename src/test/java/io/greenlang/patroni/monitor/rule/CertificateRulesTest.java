package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certificate.Use;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateRulesTest {
    private static final Rule RULE = CertificateRules.EXPIRING;
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    @ParameterizedTest
    @CsvSource({
        "P400D, clear, clear",
        "P14D, clear, clear",
        "P13DT23H59M59S, holds, clear",
        "P3D, holds, clear",
        "P2DT23H59M59S, holds, holds",
        "PT0S, holds, holds",
        "-PT1S, holds, holds",
        "-P20000D, holds, holds",
        "P2900000D, clear, clear",
    })
    void warnsTwoWeeksBeforeTheEndAndIsCriticalThreeDaysBefore(Duration left, String warning, String critical) {
        Snapshots snapshot = Snapshots.healthy().certificate(Use.PATRONI, "node2", left);

        assertThat(Verdicts.warning(RULE, "node2", snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(RULE, "node2", snapshot)).isEqualTo(critical);
        assertThat(Verdicts.warning(RULE, "node3", snapshot)).isEqualTo("clear");
    }

    @Test
    void saysWhoseItIsWhenItEndsAndWhatToDo() {
        assertThat(said(Use.PATRONI, "node2", Duration.ofHours(51), false))
                .isEqualTo("The certificate of Patroni on node2 of greenlang-cluster expires in 2 d 3 h"
                        + " (2026-11-24T15:00:00Z): renew it and reload Patroni.");
        assertThat(said(Use.POSTGRES, "node1", Duration.ofHours(-2), false))
                .isEqualTo("The certificate of PostgreSQL on node1 of greenlang-cluster expired 2 h ago"
                        + " (2026-11-22T10:00:00Z): renew it and reload PostgreSQL.");
        assertThat(said(Use.MONITOR_TO_POSTGRES, null, TWO_DAYS, false))
                .startsWith("The certificate of the monitor towards PostgreSQL of greenlang-cluster expires in 2 d (")
                .endsWith("): renew its file, which the monitor reads by itself.");
        assertThat(said(Use.PATRONI, "node2", TWO_DAYS, true))
                .startsWith(
                        "An authority above the certificate of Patroni on node2 of greenlang-cluster expires in 2 d");
    }

    @Test
    void tellsOfAllThatEndAndCountsTheFirst() {
        Snapshots both = Snapshots.healthy()
                .certificate(Use.POSTGRES, "node2", Duration.ofDays(2))
                .certificate(Use.PATRONI, "node2", Duration.ofDays(1));

        Verdict.Holds holds = Verdicts.holding(RULE, Severity.CRITICAL, "node2", both);

        assertThat(holds.value()).isEqualTo(86_400);
        assertThat(holds.description()).matches("The certificate of Patroni .*\\. The certificate of PostgreSQL .*\\.");
    }

    @Test
    void tellsTheEndByTheWallClock() {
        Snapshots later = Snapshots.healthy()
                .wall(new ClockOffset(Duration.ofHours(1)))
                .certificate(Use.PATRONI, "node2", TWO_DAYS);

        assertThat(Verdicts.holding(RULE, Severity.CRITICAL, "node2", later).description())
                .contains("in 2 d (2026-11-24T13:00:00Z)");
    }

    @Test
    void doesNotKnowTheCertificateOfASourceThatCantBeReached() {
        Snapshots snapshot = Snapshots.healthy()
                .certificate(Use.POSTGRES, "node2", Duration.ofDays(400))
                .member("node2", m -> m.patroniFails(FailureKind.REFUSED));

        assertThat(Verdicts.warning(RULE, "node2", snapshot)).isEqualTo("unknown");
        assertThat(Verdicts.warning(RULE, "node3", snapshot)).isEqualTo("clear");
    }

    @Test
    void knowsTheCertificateForWhichASourceWasRefused() {
        Snapshots expired = Snapshots.healthy()
                .certificate(Use.PATRONI, "node2", Duration.ofHours(-1))
                .member("node2", m -> m.patroniFails(FailureKind.TLS));
        Snapshots ofAnotherName = Snapshots.healthy()
                .certificate(Use.PATRONI, "node2", Duration.ofDays(90))
                .member("node2", m -> m.patroniFails(FailureKind.TLS));

        assertThat(Verdicts.critical(RULE, "node2", expired)).isEqualTo("holds");
        assertThat(Verdicts.critical(RULE, "node2", ofAnotherName)).isEqualTo("clear");
    }

    private static String said(Use use, String member, Duration left, boolean ofIssuer) {
        Snapshots snapshot = Snapshots.healthy().certificate(use, member, left, ofIssuer);
        return Verdicts.holding(RULE, Severity.CRITICAL, member, snapshot).description();
    }
}
