package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventJson;
import io.greenlang.patroni.monitor.incident.Incident;
import io.greenlang.patroni.monitor.incident.IncidentJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events, and records of incidents: all, or the one that a command shows. Lists are oldest first. */
public final class EventsJson {
    private EventsJson() {}

    /** {@code {"since": …, "events": […]}}. */
    public static ObjectNode of(Instant since, List<Event> events) {
        return list(since, "events", events.stream().map(EventJson::of).toList());
    }

    /** {@code {"since": …, "incidents": […]}}. */
    public static ObjectNode incidents(Instant since, List<Incident> incidents) {
        return list(since, "incidents", incidents.stream().map(IncidentJson::of).toList());
    }

    private static ObjectNode list(Instant since, String name, List<ObjectNode> entries) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("since", since.toString());
        ArrayNode all = root.putArray(name);
        entries.forEach(all::add);
        return root;
    }

    /** {@code {"incident": …}}, {@code null} in it when there is none. */
    public static ObjectNode incident(@Nullable Incident incident) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.set("incident", incident == null ? JsonNodeFactory.instance.nullNode() : IncidentJson.of(incident));
        return root;
    }
}
