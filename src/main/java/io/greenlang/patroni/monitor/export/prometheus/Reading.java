package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.model.Certainty;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes one number out of what was seen; null when it is not known, which leaves the series out. */
@FunctionalInterface
interface Reading<T> {
    @Nullable Number of(T subject);

    static Integer flag(boolean fact) {
        return fact ? 1 : 0;
    }

    static @Nullable Integer flag(Certainty fact) {
        return fact == Certainty.UNKNOWN ? null : flag(fact == Certainty.YES);
    }

    static Double epochSeconds(Instant moment) {
        return moment.getEpochSecond() + moment.getNano() / 1e9;
    }

    static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.getSeconds() + duration.getNano() / 1e9;
    }
}
