package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The dynamic configuration, key by key. A text that may be a secret is told as changed, without its value. */
final class ConfigurationChange implements Change {
    private static final String READ = "config";
    private static final String KEY = "config/";
    private static final int TOLD = 5;

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.CONFIGURATION_CHANGED);
    }

    /** @param from null when it was not set; so is {@code to} */
    private record Edit(
            String key, @Nullable String from, @Nullable String to) {
        private boolean isHidden() {
            return DynamicConfig.isHidden(from) || DynamicConfig.isHidden(to);
        }

        String words() {
            if (isHidden()) {
                return key + (from == null ? " set" : to == null ? " removed" : " changed");
            }
            return key + " from " + (from == null ? "unset" : from) + " to " + (to == null ? "unset" : to);
        }

        Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("key", key);
            data.putAll(new Data()
                    .with("from", isHidden() ? null : from)
                    .with("to", isHidden() ? null : to)
                    .with("hidden", isHidden() ? true : null)
                    .all());
            return data;
        }
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        Answer<DynamicConfig> config = now.snapshot().seen().dcs().config();
        SortedMap<String, String> settings =
                config.value().map(DynamicConfig::settings).orElse(null);
        if (settings == null || memory.isSame(READ, settings) || isOlder(config, memory, now.at())) {
            return List.of();
        }
        List<Edit> edits = edits(memory, settings);
        boolean first = memory.get(READ).isEmpty();
        memory.put(READ, new EventMemory.Dated("read", config.knownAt().orElse(now.at())).toString());
        edits.forEach(edit -> memory.put(KEY + edit.key(), edit.to()));
        return first || edits.isEmpty() ? List.of() : List.of(event(now, edits));
    }

    /** What a member showed a while ago, in a round in which the DCS itself could not be read again. */
    private static boolean isOlder(Answer<DynamicConfig> config, EventMemory memory, Instant now) {
        return memory.dated(READ)
                .map(EventMemory.Dated::at)
                .filter(time -> !time.isAfter(now))
                .filter(time -> config.knownAt().filter(at -> at.isBefore(time)).isPresent())
                .isPresent();
    }

    private static List<Edit> edits(EventMemory memory, SortedMap<String, String> settings) {
        Set<String> keys = new TreeSet<>(settings.keySet());
        memory.startingWith(KEY).forEach(fact -> keys.add(fact.substring(KEY.length())));
        List<Edit> edits = new ArrayList<>();
        for (String key : keys) {
            Edit edit = new Edit(key, memory.get(KEY + key).orElse(null), settings.get(key));
            if (!java.util.Objects.equals(edit.from(), edit.to())) {
                edits.add(edit);
            }
        }
        return edits;
    }

    private static Event event(Sight now, List<Edit> edits) {
        String told = edits.stream().limit(TOLD).map(Edit::words).collect(Collectors.joining("; "));
        int more = edits.size() - TOLD;
        return now.event(
                EventType.CONFIGURATION_CHANGED,
                null,
                "Configuration changed: " + told + (more > 0 ? "; and " + more + " more" : ""),
                new Data().with("changes", edits.stream().map(Edit::data).toList()));
    }
}
