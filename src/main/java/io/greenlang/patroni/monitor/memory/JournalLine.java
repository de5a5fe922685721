package io.greenlang.patroni.monitor.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One event as a line of a journal. */
final class JournalLine {
    /** Raised when a line means something else than before. Lines of other versions are not read. */
    private static final int VERSION = 1;

    private static final String VERSION_FIELD = "v";

    private JournalLine() {}

    /** With the line feed. */
    static byte[] bytes(Event event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put(VERSION_FIELD, VERSION);
        line.setAll(EventJson.of(event));
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Empty for what this version did not write. */
    static Optional<Event> read(String line) {
        return EventJson.parse(line).filter(JournalLine::isOfThisVersion).flatMap(EventJson::read);
    }

    private static boolean isOfThisVersion(JsonNode line) {
        return line.path(VERSION_FIELD).asInt() == VERSION;
    }
}
