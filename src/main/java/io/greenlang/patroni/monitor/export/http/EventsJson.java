package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventJson;
import java.time.Instant;
import java.util.List;

/** Events, oldest first: {@code {"since": …, "events": […]}}. */
public final class EventsJson {
    private EventsJson() {}

    public static ObjectNode of(Instant since, List<Event> events) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("since", since.toString());
        ArrayNode all = root.putArray("events");
        events.forEach(event -> all.add(EventJson.of(event)));
        return root;
    }
}
