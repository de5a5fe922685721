package io.greenlang.patroni.monitor.source.postgres;

import java.sql.SQLException;
import java.time.Instant;

/** A refusal that is repeated, because it is too early to ask again. */
final class StillRefusedException extends SQLException {
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
