package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.SetUp;
import io.greenlang.patroni.monitor.model.Source;

/** Why a source can't be read, and what to do about it, in one clause. */
final class UnreadAdvice {
    private UnreadAdvice() {}

    static String of(Failure failure, Source source) {
        return failure.detail() + " (" + advice(failure, source) + ")";
    }

    private static String advice(Failure failure, Source source) {
        return source == Source.DCS_DIRECT
                ? adviceOnDcs(failure.kind())
                : advice(failure.kind(), source == Source.POSTGRES);
    }

    /** The block is the one of the configuration. */
    private static String adviceOnDcs(FailureKind kind) {
        return switch (kind) {
            case AUTH -> "check user and password in the dcs block";
            case PERMISSION -> "let the monitor's user read the namespace in the DCS";
            case SCOPE_MISMATCH, NO_ADDRESS -> "check endpoints and namespace in the dcs block";
            case TLS -> "check the certificates and tls in the dcs block";
            case DNS -> "the name has no address: check DNS, and endpoints in the dcs block";
            case HTTP_STATUS -> "see the log of the DCS, and what stands in between";
            case TOO_LARGE -> "raise the limit, or check the namespace";
            default -> advice(kind, false);
        };
    }

    private static String advice(FailureKind kind, boolean sql) {
        return switch (kind) {
            case TIMEOUT, UNREACHABLE -> "check the process, the host and the network in between";
            case REFUSED -> sql ? "check that PostgreSQL runs and listens there" : "check that the process runs there";
            case DNS -> "the name has no address: check DNS, or set member-addresses";
            case TLS -> sql ? "check sslmode and the certificates" : "check the certificates and the tls block";
            case AUTH ->
                sql
                        ? "check role, password, pg_hba.conf and require-auth"
                        : "it wants credentials: check username, password-file and send-credentials-to";
            case HTTP_STATUS -> "something in between answers instead of Patroni";
            case EMPTY_REPLY, CUT -> "the connection was closed: check the process and what is in between";
            case BAD_ANSWER, TOO_LARGE -> "what answers there is not what was expected";
            case PERMISSION -> SetUp.ADVICE;
            case SCOPE_MISMATCH -> "another cluster or member answers at this address: check the published addresses";
            case STARTING -> "PostgreSQL is starting or stopping";
            case TOO_MANY_CONNECTIONS -> "no connection is left: raise max_connections or find who holds them";
            case SQL -> sql ? "connect to PostgreSQL directly, not through a pooler; see its log" : "see the log";
            case NO_ADDRESS -> "check connect_address in patroni.yml, or set member-addresses";
            case DCS_AWAY -> "bring the DCS back";
            case MONITOR_BUSY -> "the monitor has no thread left: see its own metrics";
            case INTERNAL -> "its log has the stack trace: please report it";
        };
    }
}
