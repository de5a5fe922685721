package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every document begins with, and the one that a command prints when it has nothing to show. */
public final class CommandJson {
    /** Raised when a field changes its meaning or goes. */
    static final int VERSION = 2;

    private CommandJson() {}

    /** Why a command has nothing to show. */
    public record Unread(@Nullable String asked, @Nullable String reason, String detail) {}

    /** The document of a command. */
    public static ObjectNode of(@Nullable String source, int exitStatus, ObjectNode document) {
        ObjectNode root = versioned(JsonNodeFactory.instance.objectNode());
        root.put("source", source);
        root.put("exit_status", exitStatus);
        root.setAll(document);
        return root;
    }

    /** @param source null when it was not decided yet whom to ask */
    public static ObjectNode failed(@Nullable String source, int exitStatus, List<Unread> all) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putArray("clusters");
        ArrayNode errors = root.putArray("errors");
        all.forEach(one -> errors.addObject()
                .put("asked", one.asked())
                .put("reason", one.reason())
                .put("detail", one.detail()));
        return of(source, exitStatus, root);
    }

    static ObjectNode versioned(ObjectNode document) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", VERSION);
        root.setAll(document);
        return root;
    }
}
