package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.model.FailureKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What PgBouncer means: most of its own errors have one SQLSTATE, that of a broken protocol, and differ in their words. */
final class PoolerError {
    /** The first that fits counts. */
    private static final List<Words> KNOWN = List.of(
            new Words(
                    FailureKind.AUTH,
                    "no such user",
                    "no such database",
                    "auth failed",
                    "authentication failed",
                    "login rejected"),
            new Words(FailureKind.TOO_MANY_CONNECTIONS, "no more connections allowed", "too many"),
            new Words(
                    FailureKind.UNREACHABLE,
                    "server_login_retry",
                    "cannot connect to server",
                    "server login",
                    "connect failed",
                    "server conn crashed",
                    "server closed the connection",
                    "dns lookup failed"),
            new Words(FailureKind.TIMEOUT, "timeout"),
            new Words(FailureKind.STARTING, "shutting down", "shut down"));

    private record Words(FailureKind kind, List<String> any) {
        Words(FailureKind kind, String... any) {
            this(kind, List.copyOf(Arrays.asList(any)));
        }

        boolean fit(String message) {
            return any.stream().anyMatch(message::contains);
        }
    }

    private PoolerError() {}

    /** Empty for words that it doesn't know. */
    static Optional<FailureKind> kind(String message) {
        return KNOWN.stream()
                .filter(words -> words.fit(message))
                .map(Words::kind)
                .findFirst();
    }
}
