package io.greenlang.patroni.monitor.net;

import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;

/**
 * Ends the reading of one answer; the caller turns it into a value. The message is one clean line without secrets. It
 * has no stack trace: what failed is the remote, not this code.
 */
public final class UnusableAnswerException extends Exception {
    private final FailureKind kind;

    public UnusableAnswerException(FailureKind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    public static UnusableAnswerException badAnswer(String detail) {
        return new UnusableAnswerException(FailureKind.BAD_ANSWER, detail);
    }

    /** Nothing could be asked, for want of the secret. */
    public static UnusableAnswerException unreadablePassword(IOException e) {
        return new UnusableAnswerException(
                FailureKind.AUTH, "the password file can't be read: " + Excerpt.of(e.toString()));
    }

    /** An answer whose status says that it is not the one that was asked for. */
    public static UnusableAnswerException unexpectedStatus(int status) {
        return new UnusableAnswerException(
                isDenial(status) ? FailureKind.AUTH : FailureKind.HTTP_STATUS, "HTTP status " + status);
    }

    /** Credentials are wanted, or others. */
    static boolean isDenial(int status) {
        return status == 401 || status == 403;
    }

    public FailureKind kind() {
        return kind;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
