package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that a cluster needs, or the monitor does, and when it ends. What a server shows before it has proved who it
 * is counts, too: only the date is taken from it.
 *
 * @param member whose; null if it does not belong to a member
 * @param notAfter may be any time that a certificate can say
 * @param ofIssuer an authority above it ends first, at that time
 */
public record Certificate(Use use, @Nullable String member, Instant notAfter, boolean ofIssuer) {
    /** Who shows it to whom. */
    public enum Use {
        /** A member's REST API shows it. */
        PATRONI,
        /** A member's PostgreSQL shows it. */
        POSTGRES,
        /** A server of the DCS shows it. */
        DCS,
        /** An Alertmanager that alerts are pushed to shows it. */
        ALERTMANAGER,
        /** The monitor shows it to those who ask it. */
        MONITOR,
        /** The monitor shows it to Patroni. */
        MONITOR_TO_PATRONI,
        /** The monitor shows it to PostgreSQL. */
        MONITOR_TO_POSTGRES,
        /** The monitor shows it to the DCS. */
        MONITOR_TO_DCS,
        /** The monitor shows it to Alertmanager. */
        MONITOR_TO_ALERTMANAGER;

        /** The value of the label {@code source}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param member null if it does not belong to a member
     * @param wall how far the wall clock is from the daemon's own
     */
    public static Certificate of(Use use, @Nullable String member, CertificateEnd end, ClockOffset wall) {
        return new Certificate(use, member, wall.when(end.notAfter()), end.ofIssuer());
    }

    /** Negative when it has expired. */
    public Duration left(Instant now) {
        return Duration.between(now, notAfter);
    }
}
