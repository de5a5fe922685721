package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PgBouncer's own words, 1.18 to 1.24. */
class PoolerErrorTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    FATAL: no such user                                                    | AUTH
                    FATAL: no such user: joe                                               | AUTH
                    FATAL: no such database: orders                                        | AUTH
                    FATAL: password authentication failed                                  | AUTH
                    FATAL: SASL authentication failed                                      | AUTH
                    FATAL: no more connections allowed (max_client_conn)                   | TOO_MANY_CONNECTIONS
                    FATAL: server login has been failing, cached error: connect timeout (server_login_retry) | UNREACHABLE
                    FATAL: server login has been failing, try again later (server_login_retry) | UNREACHABLE
                    FATAL: server conn crashed?                                            | UNREACHABLE
                    FATAL: query_wait_timeout                                              | TIMEOUT
                    FATAL: client_login_timeout (server down)                              | TIMEOUT
                    FATAL: database is shutting down                                       | STARTING
                    FATAL: unsupported startup parameter: options                          | BAD_ANSWER
                    invalid message                                                        | BAD_ANSWER
                    """)
    void meansMoreThanABrokenProtocol(String message, FailureKind kind) {
        assertThat(SqlFailure.kind(new SQLException(message, "08P01"))).isEqualTo(kind);
    }
}
