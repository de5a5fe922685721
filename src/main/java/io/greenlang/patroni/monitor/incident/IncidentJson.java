package io.greenlang.patroni.monitor.incident;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The one form of a record outside of the process: in the journal, the API, and what the command prints. */
public final class IncidentJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private IncidentJson() {}

    /** What is not known is null. */
    public static ObjectNode of(Incident incident) {
        ObjectNode node = JSON.valueToTree(incident);
        node.put("kind", incident.kind().label());
        node.put("open", incident.isOpen());
        return node;
    }

    static Map<String, Object> data(Incident incident) {
        Map<String, Object> data = JSON.convertValue(of(incident), new TypeReference<>() {});
        data.values().removeIf(Objects::isNull);
        return data;
    }

    /** Reads what {@link #of} wrote; empty for anything else, and for a kind of another version. */
    public static Optional<Incident> read(Object data) {
        try {
            return Optional.of(JSON.convertValue(data, Incident.class));
        } catch (IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
