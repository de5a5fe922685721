package io.greenlang.patroni.monitor.testing.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What the monitor says that happened, each event once. For one thread. */
final class DemoEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MonitorProcess monitor;
    private final Instant since = Instant.now();
    private final Set<String> told = new HashSet<>();

    DemoEvents(MonitorProcess monitor) {
        this.monitor = monitor;
    }

    /** Those that nobody was told of before, oldest first. */
    List<JsonNode> fresh() throws IOException {
        JsonNode events = JSON.readTree(
                        monitor.get("/api/v1/events?since=" + since).body())
                .path("events");
        return StreamSupport.stream(events.spliterator(), false)
                .filter(event -> told.add(event.toString()))
                .toList();
    }

    static String words(JsonNode event) {
        return "%s %s: %s"
                .formatted(
                        event.path("at").asText(),
                        event.path("type").asText(),
                        event.path("sentence").asText());
    }
}
