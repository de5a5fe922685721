package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;

/** What the attempt to ask one process says about that process. */
enum Contact {
    ANSWERS,
    /** It is there and says something, but not what was asked. */
    DECLINES,
    /** The host is there; the process is not, or is not yet open. */
    REFUSES,
    /** Takes the connection and drops it. */
    BREAKS,
    /** No sign within the deadline. */
    SILENT,
    /** No way to the host. */
    ABSENT,
    /** Nobody asked. */
    UNTOLD;

    static Contact with(Answer<?> answer) {
        return answer.fold(answered -> ANSWERS, failure -> of(failure.kind()), () -> UNTOLD);
    }

    private static Contact of(FailureKind kind) {
        return switch (kind) {
            case AUTH, TLS, HTTP_STATUS, BAD_ANSWER, TOO_LARGE, PERMISSION, SCOPE_MISMATCH, TOO_MANY_CONNECTIONS, SQL ->
                DECLINES;
            case REFUSED, STARTING -> REFUSES;
            case EMPTY_REPLY, CUT -> BREAKS;
            case TIMEOUT -> SILENT;
            case UNREACHABLE, DNS -> ABSENT;
            case NO_ADDRESS, MONITOR_BUSY, INTERNAL, DCS_AWAY -> UNTOLD;
        };
    }
}
