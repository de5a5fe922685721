package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.greenlang.patroni.monitor.source.postgres.AuthBackoff.StillRefusedException;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuthBackoffTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final AuthBackoff backoff = new AuthBackoff();
    private final SQLException refusal = new SQLException("refused", "28P01");

    @Test
    void letsTheFirstTryPass() {
        assertThatCode(() -> backoff.check("secret", START)).doesNotThrowAnyException();
    }

    @Test
    void repeatsTheRefusalUntilThePauseIsOver() {
        backoff.refused(refusal, "secret", START);

        assertThat(catchThrowable(() -> backoff.check("secret", START.plusSeconds(9))))
                .hasCause(refusal);
        assertThatCode(() -> backoff.check("secret", START.plusSeconds(10))).doesNotThrowAnyException();
    }

    @Test
    void tellsWhenTheServerRefused() {
        backoff.refused(refusal, "secret", START);

        assertThat(catchThrowable(() -> backoff.check("secret", START.plusSeconds(9))))
                .isInstanceOfSatisfying(StillRefusedException.class, repeated -> {
                    assertThat(repeated.at()).isEqualTo(START);
                    assertThat(SqlFailure.of(repeated, "node1:5432")).isEqualTo(SqlFailure.of(refusal, "node1:5432"));
                    assertThat(SqlFailure.at(repeated, START.plusSeconds(9))).isEqualTo(START);
                });
        assertThat(SqlFailure.at(refusal, START.plusSeconds(9))).isEqualTo(START.plusSeconds(9));
    }

    @Test
    void growsThePauseToThirtySeconds() {
        backoff.refused(refusal, "secret", START);
        backoff.refused(refusal, "secret", START.plusSeconds(10));
        assertThat(catchThrowable(() -> backoff.check("secret", START.plusSeconds(29))))
                .hasCause(refusal);

        backoff.refused(refusal, "secret", START.plusSeconds(30));
        backoff.refused(refusal, "secret", START.plusSeconds(60));
        assertThat(catchThrowable(() -> backoff.check("secret", START.plusSeconds(89))))
                .hasCause(refusal);
        assertThatCode(() -> backoff.check("secret", START.plusSeconds(90))).doesNotThrowAnyException();
    }

    @Test
    void letsAnotherPasswordPassAtOnceAndStartsAnew() {
        backoff.refused(refusal, "secret", START);
        backoff.refused(refusal, "secret", START.plusSeconds(10));

        assertThatCode(() -> backoff.check("rotated", START.plusSeconds(11))).doesNotThrowAnyException();
        backoff.refused(refusal, "rotated", START.plusSeconds(11));
        assertThatCode(() -> backoff.check("rotated", START.plusSeconds(21))).doesNotThrowAnyException();
    }

    @Test
    void forgetsARefusalOnceAccepted() {
        backoff.refused(refusal, null, START);
        backoff.accepted();

        assertThatCode(() -> backoff.check(null, START.plusSeconds(1))).doesNotThrowAnyException();
    }
}
