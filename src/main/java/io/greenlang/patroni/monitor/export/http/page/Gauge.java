package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.trend.Figure;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How a figure is drawn and called.
 *
 * @param label at the beginning of a sentence
 * @param warning in the figure's unit; empty without such a limit
 */
record Gauge(Figure figure, String label, OptionalDouble warning, OptionalDouble critical) {
    private static final double PERCENT = 100;
    private static final double NANOS = 1e9;
    private static final double LEAST_WAL = 64 << 10;
    private static final long DAY = 86_400;
    /** Seconds that people would write on an axis. A lag below the first one looks like the calm that it is. */
    private static final long[] LAGS = {10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, DAY};

    static Gauge of(Figure figure, Thresholds limits) {
        return switch (figure) {
            case LAG -> limited(figure, "Lag", limits, "replication-lag-seconds", 1);
            case CONNECTIONS -> limited(figure, "Connections", limits, "connection-usage", PERCENT);
            case WAL -> new Gauge(figure, "WAL rate", OptionalDouble.empty(), OptionalDouble.empty());
            case DISK -> limited(figure, "Disk", limits, "disk-usage", PERCENT);
        };
    }

    private static Gauge limited(Figure figure, String label, Thresholds limits, String rule, double scale) {
        return new Gauge(
                figure,
                label,
                value(limits.warning(rule).orElse(null), scale),
                value(limits.critical(rule).orElse(null), scale));
    }

    private static OptionalDouble value(@Nullable Limit limit, double scale) {
        return limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit.value() / scale);
    }

    /** The top of the scale for values up to this one; it begins at 0. */
    double top(double highest) {
        return switch (figure) {
            case CONNECTIONS, DISK -> Math.max(1, highest);
            case LAG -> topLag(highest);
            case WAL -> {
                double top = LEAST_WAL;
                while (top < highest) {
                    top *= 2;
                }
                yield top;
            }
        };
    }

    private static double topLag(double highest) {
        for (long lag : LAGS) {
            if (highest <= lag) {
                return lag;
            }
        }
        return Math.ceil(highest / DAY) * DAY;
    }

    /** For people, with its unit. */
    String text(double value) {
        return switch (figure) {
            case CONNECTIONS, DISK -> String.format(Locale.ROOT, "%.0f %%", value * PERCENT);
            case LAG -> Figures.time(Duration.ofNanos((long) (value * NANOS)));
            case WAL -> Figures.bytes(Math.round(value)) + "/s";
        };
    }

    /** The same at an end of the scale or as a limit, where tenths say nothing. */
    String round(double value) {
        return figure == Figure.LAG ? Figures.age(Duration.ofNanos((long) (value * NANOS))) : text(value);
    }
}
