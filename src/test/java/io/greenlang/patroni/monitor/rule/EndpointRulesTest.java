package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointRulesTest {
    @Test
    void saysNothingOfAClusterWithoutEndpoints() {
        for (Rule rule : new Rule[] {EndpointRules.DOWN, EndpointRules.MISROUTED}) {
            assertThat(Verdicts.warning(rule, null, Snapshots.healthy())).isEqualTo("none");
            assertThat(Verdicts.critical(rule, null, Snapshots.healthy())).isEqualTo("none");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // applications are refused as well
        "REPLICA, REFUSED, YES, holds, none",
        "REPLICA, CUT, NO, holds, none",
        "PRIMARY, REFUSED, YES, clear, holds",
        "PRIMARY, TIMEOUT, YES, clear, holds",
        "PRIMARY, UNREACHABLE, YES, clear, holds",
        "PRIMARY, TOO_MANY_CONNECTIONS, YES, clear, holds",
        // without a leader there is no primary to reach
        "PRIMARY, REFUSED, NO, clear, clear",
        "PRIMARY, REFUSED, UNKNOWN, clear, unknown",
        // the monitor's own account
        "PRIMARY, AUTH, YES, holds, clear",
        "REPLICA, PERMISSION, YES, holds, none",
        // nobody was asked
        "PRIMARY, MONITOR_BUSY, YES, unknown, unknown",
        "REPLICA, INTERNAL, YES, unknown, none",
    })
    void takesAnEndpointForDown(Kind kind, FailureKind reason, Certainty hasLeader, String warning, String critical) {
        Snapshots snapshot = Snapshots.healthy().leader("node1", hasLeader).routeFails(kind, reason);

        assertThat(Verdicts.warning(EndpointRules.DOWN, null, snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(EndpointRules.DOWN, null, snapshot)).isEqualTo(critical);
    }

    @ParameterizedTest
    @CsvSource({
        "PRIMARY, RIGHT, none, clear",
        "PRIMARY, STANDBY, none, holds",
        "PRIMARY, STALE_PRIMARY, none, holds",
        "PRIMARY, OTHER_CLUSTER, none, holds",
        "PRIMARY, UNKNOWN, none, unknown",
        "REPLICA, RIGHT, clear, none",
        "REPLICA, PRIMARY, holds, none",
        "REPLICA, OTHER_CLUSTER, holds, none",
        "REPLICA, UNKNOWN, unknown, none",
    })
    void takesAnEndpointForMisrouted(Kind kind, Destination destination, String warning, String critical) {
        Snapshots snapshot = Snapshots.healthy().route(kind, destination, "node2", "node2");

        assertThat(Verdicts.warning(EndpointRules.MISROUTED, null, snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(EndpointRules.MISROUTED, null, snapshot)).isEqualTo(critical);
        assertThat(Verdicts.critical(EndpointRules.DOWN, null, snapshot)).isIn("clear", "none");
    }

    @Test
    void namesEveryEndpointThatIsDownWithItsReason() {
        Snapshots snapshot = Snapshots.healthy()
                .routeFails(Kind.REPLICA, FailureKind.REFUSED)
                .routeFails(Kind.PRIMARY, FailureKind.AUTH);

        assertThat(Verdicts.holding(EndpointRules.DOWN, Severity.WARNING, null, snapshot)
                        .description())
                .isEqualTo(
                        "greenlang-cluster: the replica endpoint replica.db:5432 takes no connection (refused: replica.db:5432: no usable answer);"
                                + " the primary endpoint primary.db:5432 refuses the monitor's login, so that it can't be told whether applications get in"
                                + " (auth: primary.db:5432: no usable answer).");
    }

    @Test
    void namesWhereAnEndpointLeads() {
        Snapshots snapshot = Snapshots.healthy()
                .route(Kind.PRIMARY, Destination.STANDBY, "node2", "node2, a standby, and the leader is node1");

        assertThat(Verdicts.holding(EndpointRules.MISROUTED, Severity.CRITICAL, null, snapshot)
                        .description())
                .isEqualTo(
                        "greenlang-cluster: the primary endpoint primary.db:5432 leads to node2, a standby, and the leader is node1.");
    }
}
