package io.greenlang.patroni.monitor.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a cluster, or to the watch over it.
 *
 * @param at by the wall clock, to a millisecond; when it was first seen, or when it happened where that is known
 * @param cluster its name in the configuration
 * @param member null when it is about the cluster
 * @param sentence for people, without a full stop and without the name of the cluster
 * @param data for programs, in a stable order: texts, numbers, booleans, and lists and maps of them; never null
 */
public record Event(
        Instant at,
        String cluster,
        EventType type,
        @Nullable String member,
        String sentence,
        Map<String, Object> data) {
    public Event {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
}
