package io.greenlang.patroni.monitor.event;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts of an event, in the order in which they are put; what is null is left out. For one thread. */
final class Data {
    private final Map<String, Object> all = new LinkedHashMap<>();

    Data with(String name, @Nullable Object value) {
        if (value != null) {
            all.put(name, value);
        }
        return this;
    }

    /** In seconds, to a millisecond. */
    Data seconds(String name, @Nullable Duration time) {
        return with(
                name,
                time == null
                        ? null
                        : BigDecimal.valueOf(time.toMillis(), 3)
                                .setScale(3, RoundingMode.UNNECESSARY)
                                .doubleValue());
    }

    Map<String, Object> all() {
        return all;
    }
}
