package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventQuery;
import io.greenlang.patroni.monitor.event.EventType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What happened to a cluster within the last day.
 *
 * @param rows the newest first
 * @param more how many older ones are left out; 0 for none
 * @param href where all are, as JSON
 */
record TimeLine(List<Row> rows, int more, String href) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int SHOWN = 30;

    /**
     * @param tone the name of its colour
     * @param sentence begins with a capital letter or a name, and has no full stop
     */
    record Row(Timestamp at, String type, String tone, String sentence) {}

    static TimeLine of(String cluster, Visit visit) {
        Instant now = visit.wall().shows(visit.at());
        List<Event> all =
                new ArrayList<>(visit.events().find(new EventQuery(Set.of(cluster), now.minus(DAY), Set.of())));
        Collections.reverse(all);
        return new TimeLine(
                all.stream()
                        .limit(SHOWN)
                        .map(event -> new Row(
                                Timestamp.of(event.at(), now),
                                event.type().label().replace('_', ' '),
                                tone(event.type()),
                                event.sentence()))
                        .toList(),
                Math.max(0, all.size() - SHOWN),
                "/api/v1/events?cluster=" + URLEncoder.encode(cluster, StandardCharsets.UTF_8));
    }

    private static String tone(EventType type) {
        return type.isTrouble() ? "warning" : "info";
    }

    /** Some are left out. */
    boolean isCut() {
        return more > 0;
    }
}
