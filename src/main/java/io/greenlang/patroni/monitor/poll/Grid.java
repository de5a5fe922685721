package io.greenlang.patroni.monitor.poll;

import java.time.Duration;
import java.time.Instant;

/** When rounds begin: at {@code first}, and at whole intervals after it. One that is missed is skipped. */
record Grid(Instant first, Duration interval) {
    /** The next begin after {@code now}, however many have passed since the last. */
    Instant next(Instant now) {
        if (now.isBefore(first)) {
            return first;
        }
        long passed = Duration.between(first, now).dividedBy(interval);
        return first.plus(interval.multipliedBy(passed + 1));
    }
}
