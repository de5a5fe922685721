package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SqlFailureTest {
    @ParameterizedTest
    @CsvSource({
        "28P01, AUTH",
        "28000, AUTH",
        "3D000, SQL",
        "42P01, SQL",
        "55P03, TIMEOUT",
        "XX000, SQL",
        "42501, PERMISSION",
        "53300, TOO_MANY_CONNECTIONS",
        "57P01, STARTING",
        "57P02, STARTING",
        "57P03, STARTING",
        "57014, TIMEOUT",
        "08P01, BAD_ANSWER",
        "08001, TIMEOUT",
        "08006, UNREACHABLE",
        "08004, AUTH"
    })
    void goesByTheStateWhereTheServerGivesOne(String state, FailureKind kind) {
        assertThat(SqlFailure.kind(new SQLException("said", state))).isEqualTo(kind);
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                arguments(new ConnectException("Connection refused"), FailureKind.REFUSED),
                arguments(new UnknownHostException("db"), FailureKind.DNS),
                arguments(new SocketTimeoutException("Read timed out"), FailureKind.TIMEOUT),
                arguments(new NoRouteToHostException("No route"), FailureKind.UNREACHABLE),
                arguments(new SocketException("Connection reset"), FailureKind.UNREACHABLE),
                arguments(new EOFException(), FailureKind.CUT),
                arguments(new SSLHandshakeException("PKIX path building failed"), FailureKind.TLS),
                arguments(new FileNotFoundException("/no/ca.crt"), FailureKind.TLS),
                arguments(new InterruptedException(), FailureKind.TIMEOUT));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void goesByTheCauseWhereTheNetworkFails(Exception cause, FailureKind kind) {
        SQLException outer = new SQLException("outer", new SQLException("inner", "08001", cause));

        assertThat(SqlFailure.kind(new SQLException("failed", "08006", cause))).isEqualTo(kind);
        assertThat(SqlFailure.kind(outer)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "The server does not support SSL., 08004",
        "The hostname db1 could not be verified by hostnameverifier PgjdbcHostnameVerifier., 08006",
        "private key file /run/key has group or world access, 08006"
    })
    void knowsTroubleWithTlsByTheDriversTextWhereNothingElseTells(String text, String state) {
        assertThat(SqlFailure.kind(new SQLException(text, state))).isEqualTo(FailureKind.TLS);
    }

    @Test
    void knowsOurOwnExceptions() {
        assertThat(SqlFailure.kind(new SQLTimeoutException("late"))).isEqualTo(FailureKind.TIMEOUT);
        assertThat(SqlFailure.kind(new SQLDataException("odd"))).isEqualTo(FailureKind.BAD_ANSWER);
    }

    @Test
    void tellsOnOneLineWhereAndWhat() {
        var failure = SqlFailure.of(
                new SQLException("An error\n  occurred", "08006", new SocketException("Broken\npipe")), "db1:5432");

        assertThat(failure.detail()).isEqualTo("db1:5432: An error occurred (Broken pipe)");
    }

    @Test
    void cutsAnEndlessText() {
        assertThat(SqlFailure.of(new SQLException("x".repeat(10_000), "42000"), "db1:5432")
                        .detail())
                .hasSizeLessThan(400)
                .endsWith("…");
    }

    @ParameterizedTest
    @CsvSource({"08006, true", "57P01, true", "57014, false", "42501, false"})
    void knowsWhatEndsAConnection(String state, boolean ends) {
        assertThat(SqlFailure.breaksConnection(new SQLException("said", state))).isEqualTo(ends);
    }
}
