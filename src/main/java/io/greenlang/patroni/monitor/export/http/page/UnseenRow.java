package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.SetUp;
import org.jspecify.annotations.Nullable;

/**
 * Something that was not seen.
 *
 * @param who members, the DCS, or a seed
 * @param reason one word
 * @param lasting for how long, such as {@code 4 min}; null where that isn't remembered, or since the newest poll only
 */
record UnseenRow(
        String who,
        String what,
        String reason,
        String detail,
        @Nullable String lasting) {
    static final String NOT_SET_UP = "not set up";

    UnseenRow(String who, String what, String reason, String detail) {
        this(who, what, reason, detail, null);
    }

    static UnseenRow of(String who, String what, Failure failure) {
        return failure.detail().endsWith(SetUp.ADVICE)
                ? new UnseenRow(who, what, NOT_SET_UP, withoutAddress(failure.detail()))
                : new UnseenRow(who, what, failure.kind().label(), failure.detail());
    }

    /** The same of somebody else. */
    UnseenRow by(String other) {
        return new UnseenRow(other, what, reason, detail, lasting);
    }

    /** Which member it is, the row tells. */
    private static String withoutAddress(String detail) {
        int end = detail.indexOf(": ");
        return end < 0 ? detail : detail.substring(end + 2);
    }
}
