package io.greenlang.patroni.monitor.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The one form of an event outside of the process: in the journal, the API, and what commands print. */
public final class EventJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EventJson() {}

    /** {@code at}, {@code cluster}, {@code type}, {@code member}, {@code sentence}, {@code data}. */
    public static ObjectNode of(Event event) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("at", event.at().toString());
        node.put("cluster", event.cluster());
        node.put("type", event.type().label());
        node.put("member", event.member());
        node.put("sentence", event.sentence());
        node.set("data", MAPPER.valueToTree(event.data()));
        return node;
    }

    /** Reads what {@link #of} wrote, in whatever document; empty for anything else, and for a type of another version. */
    public static Optional<Event> read(JsonNode node) {
        Optional<EventType> type = EventType.of(node.path("type").asText());
        if (type.isEmpty()
                || !node.path("cluster").isTextual()
                || !node.path("sentence").isTextual()
                || !node.path("data").isObject()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Event(
                    Instant.parse(node.path("at").asText()),
                    node.path("cluster").textValue(),
                    type.get(),
                    node.path("member").isTextual() ? node.path("member").textValue() : null,
                    node.path("sentence").textValue(),
                    data(node.path("data"))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> data(JsonNode node) {
        Map<String, Object> data = new LinkedHashMap<>();
        node.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                data.put(field.getKey(), MAPPER.convertValue(field.getValue(), Object.class));
            }
        });
        return data;
    }

    /** A document of one line; empty when it is none. */
    public static Optional<JsonNode> parse(String line) {
        try {
            return Optional.of(MAPPER.readTree(line));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
