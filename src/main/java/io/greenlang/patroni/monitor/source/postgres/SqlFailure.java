package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.source.postgres.AuthBackoff.StillRefusedException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What an exception of JDBC says about the node. */
final class SqlFailure {
    private static final int LONGEST_DETAIL = 300;

    private record Cause(Class<? extends Throwable> type, FailureKind kind) {}

    /** The first that fits counts: SocketException is the parent of others. */
    private static final List<Cause> CAUSES = List.of(
            new Cause(MessageShape.Excess.class, FailureKind.TOO_LARGE),
            new Cause(InterruptedException.class, FailureKind.TIMEOUT),
            new Cause(SocketTimeoutException.class, FailureKind.TIMEOUT),
            new Cause(UnknownHostException.class, FailureKind.DNS),
            new Cause(ConnectException.class, FailureKind.REFUSED),
            new Cause(SSLException.class, FailureKind.TLS),
            new Cause(GeneralSecurityException.class, FailureKind.TLS),
            new Cause(FileNotFoundException.class, FailureKind.TLS),
            new Cause(EOFException.class, FailureKind.CUT),
            new Cause(SocketException.class, FailureKind.UNREACHABLE));

    /** In the driver's texts where it gives no cause: no TLS over there, a certificate for another name, our own key. */
    private static final List<String> TLS_WORDS = List.of("SSL", "hostnameverifier", "private key");

    /**
     * What PgBouncer means: most of its own errors have one SQLSTATE, that of a broken protocol, and differ in their words.
     * The first that fits counts.
     */
    private static final List<PoolerWords> POOLER_ERRORS = List.of(
            new PoolerWords(
                    FailureKind.AUTH,
                    "no such user",
                    "no such database",
                    "auth failed",
                    "authentication failed",
                    "login rejected"),
            new PoolerWords(FailureKind.TOO_MANY_CONNECTIONS, "no more connections allowed", "too many"),
            new PoolerWords(
                    FailureKind.UNREACHABLE,
                    "server_login_retry",
                    "cannot connect to server",
                    "server login",
                    "connect failed",
                    "server conn crashed",
                    "server closed the connection",
                    "dns lookup failed"),
            new PoolerWords(FailureKind.TIMEOUT, "timeout"),
            new PoolerWords(FailureKind.STARTING, "shutting down", "shut down"));

    private record PoolerWords(FailureKind kind, List<String> any) {
        PoolerWords(FailureKind kind, String... any) {
            this(kind, List.copyOf(Arrays.asList(any)));
        }

        boolean fit(String message) {
            return any.stream().anyMatch(message::contains);
        }
    }

    private SqlFailure() {}

    /** @param address {@code host:port}, for people */
    static Failure of(SQLException e, String address) {
        SQLException reason = e instanceof StillRefusedException repeated ? repeated.refusal() : e;
        return new Failure(kind(reason), address + ": " + detail(reason));
    }

    /** When the node said so, or was given up; {@code now} unless it is a repetition. */
    static Instant at(SQLException e, Instant now) {
        return e instanceof StillRefusedException repeated ? repeated.at() : now;
    }

    /** The connection can't be used any more, or PostgreSQL is about to close it. */
    static boolean breaksConnection(SQLException e) {
        String state = state(e);
        return state.startsWith("08") || state.startsWith("57P");
    }

    /** A table or schema is absent, or the role may not use it. */
    static boolean isAboutSchema(SQLException e) {
        return List.of("3F000", "42P01", "42501").contains(state(e));
    }

    static FailureKind kind(SQLException e) {
        if (e instanceof SQLTimeoutException) {
            return FailureKind.TIMEOUT;
        }
        if (e instanceof SQLDataException) {
            return FailureKind.BAD_ANSWER;
        }
        String state = state(e);
        return switch (state) {
            case "42501" -> FailureKind.PERMISSION;
            case "53300" -> FailureKind.TOO_MANY_CONNECTIONS;
            case "57014", "55P03" -> FailureKind.TIMEOUT; // the statement took too long, or its wait for a lock
            case "57P01", "57P02", "57P03" -> FailureKind.STARTING;
            case "08P01" -> poolerKind(message(e));
            default -> kindOfClass(e, state);
        };
    }

    private static FailureKind poolerKind(String message) {
        return POOLER_ERRORS.stream()
                .filter(words -> words.fit(message))
                .map(PoolerWords::kind)
                .findFirst()
                .orElse(FailureKind.BAD_ANSWER);
    }

    private static FailureKind kindOfClass(SQLException e, String state) {
        if (state.startsWith("28")) {
            return FailureKind.AUTH;
        }
        return state.isEmpty() || state.startsWith("08") ? networkKind(e, state) : FailureKind.SQL;
    }

    private static FailureKind networkKind(SQLException e, String state) {
        Optional<FailureKind> byCause = causes(e)
                .flatMap(cause -> CAUSES.stream().filter(known -> known.type().isInstance(cause)))
                .map(Cause::kind)
                .findFirst();
        if (byCause.isPresent()) {
            return byCause.get();
        }
        if (TLS_WORDS.stream().anyMatch(message(e)::contains)) {
            return FailureKind.TLS;
        }
        return switch (state) {
            case "08001" -> FailureKind.TIMEOUT; // the driver's loginTimeout: all else that fails there has a cause
            case "08004" -> FailureKind.AUTH; // a password is wanted and none is set, or its method isn't known
            default -> FailureKind.UNREACHABLE;
        };
    }

    private static String detail(SQLException e) {
        String reason = causes(e)
                .skip(1)
                .reduce((outer, inner) -> inner)
                .map(root -> " (" + message(root) + ")")
                .orElse(state(e).isEmpty() ? "" : " (SQLSTATE " + state(e) + ")");
        String detail = (message(e) + reason).lines().map(String::strip).collect(Collectors.joining(" "));
        return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…";
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause).limit(10);
    }

    private static String message(Throwable e) {
        return Objects.requireNonNullElseGet(e.getMessage(), () -> e.getClass().getSimpleName());
    }

    private static String state(SQLException e) {
        return Objects.requireNonNullElse(e.getSQLState(), "");
    }
}
