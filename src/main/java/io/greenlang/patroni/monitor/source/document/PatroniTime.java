package io.greenlang.patroni.monitor.source.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.time.Stamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The three ways in which Patroni writes a moment (one that no clock shows is null): {@code 2026-07-20 03:12:55.019384+00:00} (Python's
 * {@code str(datetime)}), the same with a {@code T} (history, schedules), and whole epoch seconds ({@code dcs_last_seen}).
 */
public final class PatroniTime {
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("[' ']['T']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendOffsetId()
            .toFormatter(Locale.ROOT);

    private PatroniTime() {}

    /** Null for anything else, such as the zone names of Patroni 2.0. */
    public static @Nullable Instant ofText(JsonNode value) {
        if (!value.isTextual()) {
            return null;
        }
        try {
            return plausible(TEXT.parse(value.textValue(), Instant::from));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Null for 0, too: Patroni's word for never. */
    public static @Nullable Instant ofEpochSeconds(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            return null;
        }
        long seconds = value.longValue();
        return seconds > 0 && seconds <= Instant.MAX.getEpochSecond()
                ? plausible(Instant.ofEpochSecond(seconds))
                : null;
    }

    private static @Nullable Instant plausible(Instant stamp) {
        return Stamps.isPlausible(stamp) ? stamp : null;
    }
}
