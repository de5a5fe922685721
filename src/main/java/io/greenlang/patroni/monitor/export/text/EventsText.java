package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.event.Event;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** Events for people, one a line. */
public final class EventsText {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private EventsText() {}

    /** Oldest first, or in whatever order they come. */
    public static String of(List<Event> events) {
        return events.isEmpty()
                ? "No events"
                : events.stream().map(EventsText::line).collect(Collectors.joining("\n"));
    }

    /** Such as {@code 2026-11-28 03:00:00 shop leader_change: …}; what would do more to a terminal than fill it is blank. */
    public static String line(Event event) {
        return (UTC.format(event.at()) + " UTC  " + event.cluster() + "  "
                        + event.type().label() + ": " + event.sentence())
                .replaceAll("\\p{Cntrl}", " ");
    }
}
