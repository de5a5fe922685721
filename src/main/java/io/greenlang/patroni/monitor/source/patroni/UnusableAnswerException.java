package io.greenlang.patroni.monitor.source.patroni;

import io.greenlang.patroni.monitor.model.FailureKind;

/**
 * Ends the reading of one answer inside this package; {@link PatroniClient} turns it into a value. The message is one
 * clean line without secrets. It has no stack trace: what failed is the node, not this code.
 */
final class UnusableAnswerException extends Exception {
    private final FailureKind kind;

    UnusableAnswerException(FailureKind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    static UnusableAnswerException badAnswer(String detail) {
        return new UnusableAnswerException(FailureKind.BAD_ANSWER, detail);
    }

    FailureKind kind() {
        return kind;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
