package io.greenlang.patroni.monitor.source.postgres;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a refused password from being tried at every poll: each try is a line in the server's log, and some sites lock
 * accounts. Another password is tried at once. Safe for concurrent use.
 */
final class AuthBackoff {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private record Refusal(SQLException reason, @Nullable String password, Duration pause, Instant at) {
        boolean isTooFresh(Instant now) {
            return now.isBefore(at.plus(pause));
        }
    }

    @GuardedBy("this") private @Nullable Refusal refusal;

    /** @throws StillRefusedException with the refusal of this same password, while it is too early to try again */
    synchronized void check(@Nullable String password, Instant now) throws StillRefusedException {
        if (refusal != null && refusal.isTooFresh(now) && Objects.equals(password, refusal.password())) {
            throw new StillRefusedException(refusal.reason(), refusal.at());
        }
    }

    synchronized void refused(SQLException reason, @Nullable String password, Instant now) {
        Refusal last = refusal;
        Duration pause = last != null && Objects.equals(password, last.password()) ? longer(last.pause()) : FIRST_PAUSE;
        refusal = new Refusal(reason, password, pause, now);
    }

    synchronized void accepted() {
        refusal = null;
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** A refusal that is repeated, because it is too early to ask again. */
    static final class StillRefusedException extends SQLException {
        private static final long serialVersionUID = 1;

        private final SQLException refusal;
        private final Instant at;

        /** @param at when the server refused */
        StillRefusedException(SQLException refusal, Instant at) {
            super(refusal.getMessage(), refusal.getSQLState(), refusal.getErrorCode(), refusal);
            this.refusal = refusal;
            this.at = at;
        }

        SQLException refusal() {
            return refusal;
        }

        Instant at() {
            return at;
        }
    }
}
