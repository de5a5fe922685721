package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MonitorRulesTest {
    @Test
    void saysWhatToDoAboutARoleWithoutPgMonitor() {
        Snapshots snapshot = Snapshots.healthy().member("node1", Member::withoutPrivileges);

        assertThat(Verdicts.holding(MonitorRules.PRIVILEGES, Severity.WARNING, "node1", snapshot))
                .isEqualTo(new Verdict.Holds(
                        1.0,
                        "The monitor's role is not a member of pg_monitor on node1 of greenlang-cluster:"
                                + " run docs/setup.sql on the primary."));
        assertThat(Verdicts.warning(MonitorRules.PRIVILEGES, "node2", snapshot)).isEqualTo("clear");
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void blamesTheRoleOnlyForRefusals(FailureKind kind) {
        Snapshots snapshot = Snapshots.healthy().member("node2", m -> m.postgresFails(kind));
        boolean refused = kind == FailureKind.AUTH || kind == FailureKind.PERMISSION;

        assertThat(Verdicts.warning(MonitorRules.PRIVILEGES, "node2", snapshot))
                .isEqualTo(refused ? "holds" : "unknown");
    }

    @Test
    void tellsWhatPostgresRefused() {
        Snapshots snapshot = Snapshots.healthy().member("node2", m -> m.postgresFails(FailureKind.AUTH));

        assertThat(Verdicts.holding(MonitorRules.PRIVILEGES, Severity.WARNING, "node2", snapshot)
                        .description())
                .isEqualTo("PostgreSQL on node2 of greenlang-cluster refuses the monitor"
                        + " (auth: 10.0.0.9 gave no answer): check its role, its password and pg_hba.conf.");
    }

    @Test
    void saysNothingAboutPrivilegesWhereSqlIsOff() {
        Snapshots snapshot = Snapshots.healthy().member("node2", Member::sqlOff);

        assertThat(Verdicts.warning(MonitorRules.PRIVILEGES, "node2", snapshot)).isEqualTo("none");
    }

    @Test
    void raisesNoAlertForAMissingDiskView() {
        Snapshots snapshot = Snapshots.healthy().member("node1", Member::volumes);

        assertThat(Verdicts.warning(MonitorRules.PRIVILEGES, "node1", snapshot)).isEqualTo("clear");
    }
}
