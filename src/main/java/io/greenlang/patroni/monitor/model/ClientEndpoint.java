package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place where applications connect, and what the server behind it said when the monitor connected there as they do.
 *
 * @param address {@code host:port} as the configuration has it
 * @param answer over a new connection; when it was asked and received tells how long connecting and asking took
 */
public record ClientEndpoint(Kind kind, String address, Answer<Reply> answer) {

    /** How long connecting, logging in and asking took; empty while nobody has answered. */
    public Optional<Duration> took() {
        return answer.took();
    }

    /** Whom it is to lead to. A closed list, because it becomes the label {@code kind}. */
    public enum Kind {
        PRIMARY,
        REPLICA;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The server behind it, by its own word.
     *
     * @param systemIdentifier digits beyond 2^53
     * @param timeline of the WAL being written; null in recovery
     * @param host the IP address at which the server was reached, by a pooler or a proxy as well; null by a Unix socket
     * @param port null like {@code host}
     * @param postmasterStartTime by the clock of the server's host, to be compared with no other clock
     */
    public record Reply(
            String systemIdentifier,
            boolean inRecovery,
            @Nullable Integer timeline,
            @Nullable String host,
            @Nullable Integer port,
            Instant postmasterStartTime) {}
}
