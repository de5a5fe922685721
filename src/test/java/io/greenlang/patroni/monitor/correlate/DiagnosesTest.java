package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.NodeRole;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosesTest {

    @ParameterizedTest(name = "/patroni {0}, /liveness {1}, SQL {2}: {3}")
    @CsvSource({
        // all is well, or nothing speaks against it
        "running,     true,  ok,          OK",
        "running,     none,  ok,          OK",
        "running,     true,  not asked,   OK",
        "starting,    true,  ok,          OK",
        "running,     true,  NO_ADDRESS,  OK",
        "running,     true,  MONITOR_BUSY, OK",
        "not asked,   none,  ok,          OK",
        // PostgreSQL is down
        "running,     true,  REFUSED,     POSTGRES_DOWN",
        "running,     true,  STARTING,    POSTGRES_DOWN",
        "stopped,     true,  REFUSED,     POSTGRES_DOWN",
        "stopped,     true,  not asked,   POSTGRES_DOWN",
        "crashed,     true,  not asked,   POSTGRES_DOWN",
        "creating replica, true, REFUSED, POSTGRES_DOWN",
        "stopping,    true,  TIMEOUT,     POSTGRES_DOWN",
        "start failed, true, UNREACHABLE, POSTGRES_DOWN",
        "unknown,     true,  REFUSED,     POSTGRES_DOWN",
        "unknown,     true,  CUT,         POSTGRES_DOWN",
        "unknown,     true,  not asked,   POSTGRES_DOWN",
        "TIMEOUT,     true,  REFUSED,     POSTGRES_DOWN",
        "AUTH,        none,  REFUSED,     POSTGRES_DOWN",
        "not asked,   none,  REFUSED,     POSTGRES_DOWN",
        // PostgreSQL hangs
        "running,     true,  TIMEOUT,     POSTGRES_HUNG",
        "unknown,     true,  TIMEOUT,     POSTGRES_HUNG",
        "TIMEOUT,     true,  TIMEOUT,     POSTGRES_HUNG",
        "TIMEOUT,     false, TIMEOUT,     POSTGRES_HUNG",
        "TIMEOUT,     true,  not asked,   POSTGRES_HUNG",
        "EMPTY_REPLY, true,  TIMEOUT,     POSTGRES_HUNG",
        "BAD_ANSWER,  true,  TIMEOUT,     POSTGRES_HUNG",
        // Patroni hangs or is down
        "TIMEOUT,     none,  ok,          PATRONI_HUNG",
        "TIMEOUT,     true,  ok,          PATRONI_HUNG",
        "TIMEOUT,     none,  AUTH,        PATRONI_HUNG",
        "EMPTY_REPLY, none,  ok,          PATRONI_HUNG",
        "running,     false, ok,          PATRONI_HUNG",
        "running,     false, not asked,   PATRONI_HUNG",
        "REFUSED,     none,  ok,          PATRONI_DOWN",
        "REFUSED,     none,  AUTH,        PATRONI_DOWN",
        "REFUSED,     none,  not asked,   PATRONI_DOWN",
        "UNREACHABLE, none,  ok,          PATRONI_DOWN",
        "DNS,         none,  ok,          PATRONI_DOWN",
        // both
        "REFUSED,     none,  REFUSED,     PROCESSES_DOWN",
        "REFUSED,     none,  STARTING,    PROCESSES_DOWN",
        "REFUSED,     none,  TIMEOUT,     PROCESSES_DOWN",
        "TIMEOUT,     none,  REFUSED,     PROCESSES_DOWN",
        "TIMEOUT,     none,  TIMEOUT,     HOST_GONE",
        "UNREACHABLE, none,  UNREACHABLE, HOST_GONE",
        "TIMEOUT,     none,  UNREACHABLE, HOST_GONE",
        "DNS,         none,  DNS,         HOST_GONE",
        "TIMEOUT,     none,  not asked,   HOST_GONE",
        "TIMEOUT,     none,  CUT,         HOST_HUNG",
        "EMPTY_REPLY, none,  TIMEOUT,     HOST_HUNG",
        // somebody is there, but not for this daemon
        "running,     true,  AUTH,        NOT_READABLE",
        "running,     true,  PERMISSION,  NOT_READABLE",
        "running,     true,  TOO_MANY_CONNECTIONS, NOT_READABLE",
        "running,     true,  UNREACHABLE, NOT_READABLE",
        "TLS,         none,  ok,          NOT_READABLE",
        "SCOPE_MISMATCH, true, ok,        NOT_READABLE",
        "BAD_ANSWER,  true,  not asked,   NOT_READABLE",
        "NO_ADDRESS,  none,  NO_ADDRESS,  NOT_READABLE",
        "not asked,   none,  not asked,   NOT_READABLE",
    })
    void tells(String patroni, String liveness, String sql, Diagnosis expected) {
        Node node = Node.standby("n1", 1, 100).liveness(liveness.equals("none") ? null : Boolean.valueOf(liveness));
        Node asked = withSql(withPatroni(node, patroni), sql);

        assertThat(Diagnoses.of(asked.seen(Round.START))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void takesNoMemberForWellThatOneSourceCannotReach(FailureKind kind) {
        Node patroniFails = Node.standby("n1", 1, 100).liveness(null).patroniFails(kind);
        Node sqlFails = Node.standby("n1", 1, 100).sqlFails(kind);
        boolean notAsked =
                kind == FailureKind.NO_ADDRESS || kind == FailureKind.MONITOR_BUSY || kind == FailureKind.DCS_AWAY;

        assertThat(Diagnoses.of(patroniFails.seen(Round.START)) == Diagnosis.OK).isEqualTo(notAsked);
        assertThat(Diagnoses.of(sqlFails.seen(Round.START)) == Diagnosis.OK).isEqualTo(notAsked);
    }

    @ParameterizedTest
    @MethodSource("pairsOfFailures")
    void neverTakesAMemberForWellThatNobodyCouldRead(FailureKind patroni, FailureKind sql) {
        Node node =
                Node.standby("n1", 1, 100).liveness(null).patroniFails(patroni).sqlFails(sql);

        assertThat(Diagnoses.of(node.seen(Round.START))).isNotEqualTo(Diagnosis.OK);
    }

    static Stream<Arguments> pairsOfFailures() {
        return Stream.of(FailureKind.values())
                .flatMap(patroni -> Stream.of(FailureKind.values()).map(sql -> Arguments.of(patroni, sql)));
    }

    @Test
    void coversEveryMember() {
        Round round = Round.of(0, Node.primary("n1", 1, 100), Node.gone("n2"));

        assertThat(Diagnoses.of(round.seen()))
                .containsOnlyKeys("n1", "n2")
                .containsEntry("n1", Diagnosis.OK)
                .containsEntry("n2", Diagnosis.HOST_GONE);
    }

    private static Node withPatroni(Node node, String patroni) {
        if (patroni.equals("not asked")) {
            return node.patroniNotAsked();
        }
        boolean failure = patroni.equals(patroni.toUpperCase(Locale.ROOT));
        if (failure) {
            return node.patroniFails(FailureKind.valueOf(patroni));
        }
        return patroni.equals("running") ? node : node.says(NodeRole.REPLICA, patroni);
    }

    private static Node withSql(Node node, String sql) {
        return switch (sql) {
            case "ok" -> node;
            case "not asked" -> node.sqlNotAsked();
            default -> node.sqlFails(FailureKind.valueOf(sql));
        };
    }
}
