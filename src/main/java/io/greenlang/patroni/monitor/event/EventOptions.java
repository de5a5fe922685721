package io.greenlang.patroni.monitor.event;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What people and programs write to ask for events. What makes no sense is refused with a word on what is allowed. */
public final class EventOptions {
    /** How far back, where that is not said. */
    public static final String USUAL_SINCE = "24h";

    private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private EventOptions() {}

    /**
     * @param text an age or a point in time
     * @throws IllegalArgumentException when it is neither; the message names it and what is allowed
     */
    public static Instant since(String text, Instant now) {
        Matcher age = AGE.matcher(text);
        if (age.matches()) {
            return now.minus(
                    UNITS.getOrDefault(age.group(2), Duration.ZERO).multipliedBy(Long.parseLong(age.group(1))));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is neither an age nor a point in time. Allowed: a number with s, m, h or d, or ISO 8601 in UTC. Example: 24h, or 2026-11-28T03:00:00Z"
                            .formatted(shortened(text)),
                    e);
        }
    }

    /**
     * @param labels none for all
     * @throws IllegalArgumentException when one is no type; the message names it and all that there are
     */
    public static Set<EventType> types(Collection<String> labels) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        for (String label : labels) {
            types.add(EventType.of(label)
                    .orElseThrow(() -> new IllegalArgumentException("\"%s\" is not a type of event. Allowed: %s"
                            .formatted(shortened(label), String.join(", ", labels())))));
        }
        return types;
    }

    /**
     * @param known all that may be asked for
     * @throws IllegalArgumentException when one is not known; the message names it and those that are
     */
    public static Set<String> clusters(List<String> names, Collection<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("\"%s\" is not a cluster of this monitor. Allowed: %s"
                        .formatted(shortened(name), known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
        return Set.copyOf(names);
    }

    private static List<String> labels() {
        return Arrays.stream(EventType.values()).map(EventType::label).collect(Collectors.toList());
    }

    private static String shortened(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= 60 ? clean : clean.substring(0, 60) + "…";
    }
}
