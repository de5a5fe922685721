package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.Figures;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * A point in time.
 *
 * @param iso for machines
 * @param utc for people
 * @param distance from now, such as {@code 5 min ago} or {@code in 2 h}
 */
record Timestamp(String iso, String utc, String distance) {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    static Timestamp of(Instant when, Instant now) {
        Duration age = Duration.between(when, now);
        boolean ahead = age.compareTo(Duration.ofSeconds(-1)) <= 0;
        return new Timestamp(
                when.truncatedTo(ChronoUnit.SECONDS).toString(),
                UTC.format(when),
                ahead ? "in " + Figures.age(age.negated()) : Figures.age(age) + " ago");
    }
}
