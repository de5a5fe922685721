package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.incident.Incident;
import io.greenlang.patroni.monitor.incident.IncidentJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of incidents: all, or the one that a command shows. */
public final class IncidentsJson {
    /** How far back, where that is not said. */
    public static final String USUAL_SINCE = "30d";

    private IncidentsJson() {}

    /** Oldest first: <code>{"since": …, "incidents": […]}</code>. */
    public static ObjectNode of(Instant since, List<Incident> incidents) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("since", since.toString());
        ArrayNode all = root.putArray("incidents");
        incidents.forEach(incident -> all.add(IncidentJson.of(incident)));
        return root;
    }

    /** <code>{"incident": …}</code>, {@code null} in it when there is none. */
    public static ObjectNode of(@Nullable Incident incident) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.set("incident", incident == null ? JsonNodeFactory.instance.nullNode() : IncidentJson.of(incident));
        return root;
    }
}
