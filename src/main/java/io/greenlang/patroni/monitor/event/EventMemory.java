package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was last known of one cluster, as texts by name, so that what was unknown in between is no change. It is all that a
 * search for events remembers; {@link #facts} can be written down and read back. Times are the daemon's own. One per cluster,
 * one thread at a time.
 */
public final class EventMemory {
    /** The patience for what must be seen in two snapshots, however close they are. */
    static final Duration TWICE = Duration.ofMillis(1);

    private static final String DOUBT = "?";
    private static final char TIME = '@';
    private static final String YES = "yes";
    private static final String NO = "no";

    private final TreeMap<String, String> known;
    private final Map<String, Object> compared = new HashMap<>();

    /** Nothing is known. */
    public EventMemory() {
        this(Map.of());
    }

    /**
     * Doubts are dropped: what was seen once before a gap and once after it was not seen throughout.
     *
     * @param facts as {@link #facts} gave them; what makes no sense counts as unknown
     */
    public EventMemory(Map<String, String> facts) {
        known = new TreeMap<>(facts);
        known.keySet()
                .removeIf(fact ->
                        fact.endsWith(DOUBT) && facts.containsKey(fact.substring(0, fact.length() - DOUBT.length())));
    }

    /** A view. */
    public SortedMap<String, String> facts() {
        return Collections.unmodifiableSortedMap(known);
    }

    /**
     * A fact that is not what it was.
     *
     * @param before what it was
     * @param since when that began, as far as it was watched
     * @param at when it was first seen to be otherwise
     */
    record Turn(String before, Instant since, Instant at) {
        Duration lasted() {
            Duration time = Duration.between(since, at);
            return time.isNegative() ? Duration.ZERO : time;
        }
    }

    Optional<String> get(String fact) {
        return Optional.ofNullable(known.get(fact));
    }

    void put(String fact, @Nullable String value) {
        if (value == null) {
            known.remove(fact);
        } else {
            known.put(fact, value);
        }
    }

    /**
     * Whether this very object was passed in the call before, under this name: what was compared then needs no second look. It is
     * not one of the {@link #facts}.
     */
    boolean isSame(String name, Object read) {
        return compared.put(name, read) == read;
    }

    /** Names of the facts that begin so. */
    List<String> startingWith(String prefix) {
        return List.copyOf(known.subMap(prefix, prefix + Character.MAX_VALUE).keySet());
    }

    /**
     * Forgets those of the facts that begin so whose name ends otherwise: of members that are no longer known, of whom somebody
     * who writes to the DCS can make any number.
     */
    void keepOnly(String prefix, Set<String> names) {
        startingWith(prefix).stream()
                .filter(fact -> !names.contains(withoutDoubt(fact).substring(prefix.length())))
                .forEach(known::remove);
    }

    private static String withoutDoubt(String fact) {
        return fact.endsWith(DOUBT) ? fact.substring(0, fact.length() - DOUBT.length()) : fact;
    }

    /** As {@link #turn(String, String, Instant, Duration)}: began when {@code before} is not {@code yes}. */
    Optional<Turn> turn(String fact, Certainty now, Instant at, Duration patience) {
        return now == Certainty.UNKNOWN ? Optional.empty() : turn(fact, now == Certainty.YES ? YES : NO, at, patience);
    }

    static boolean isYes(Turn turn) {
        return turn.before().equals(NO);
    }

    /**
     * Takes in what is known now, and tells of a change. The first that is ever known is none.
     *
     * @param patience how long something new must be seen; zero for at once, anything else for at least twice
     */
    Optional<Turn> turn(String fact, String now, Instant at, Duration patience) {
        String text = known.get(fact);
        if (Dated.isOf(now, text)) {
            known.remove(fact + DOUBT);
            return Optional.empty();
        }
        Dated before = Dated.of(text);
        if (before == null) {
            known.put(fact, new Dated(now, at).toString());
            return Optional.empty();
        }
        Dated doubt = Dated.of(known.get(fact + DOUBT));
        Instant first = doubt != null && doubt.value().equals(now) ? doubt.at() : at;
        if (Duration.between(first, at).compareTo(patience) < 0) {
            known.put(fact + DOUBT, new Dated(now, first).toString());
            return Optional.empty();
        }
        known.remove(fact + DOUBT);
        known.put(fact, new Dated(now, first).toString());
        return Optional.of(new Turn(before.value(), before.at(), first));
    }

    /** What is known of a fact that {@link #turn} takes in, and since when; empty while that is nothing. */
    Optional<Dated> dated(String fact) {
        return Optional.ofNullable(Dated.of(known.get(fact)));
    }

    /** Of what it doubts, too. */
    Optional<Dated> doubted(String fact) {
        return dated(fact + DOUBT);
    }

    void dropDoubt(String fact) {
        known.remove(fact + DOUBT);
    }

    void forget(String fact) {
        known.remove(fact);
        known.remove(fact + DOUBT);
    }

    /** A value, and since when it holds. */
    record Dated(String value, Instant at) {
        boolean isYes() {
            return value.equals(YES);
        }

        /** The text is of this value, at some time; quicker than to parse that, in each round for each fact. */
        private static boolean isOf(String value, @Nullable String text) {
            return text != null && text.lastIndexOf(TIME) == value.length() && text.startsWith(value);
        }

        private static @Nullable Dated of(@Nullable String text) {
            int end = text == null ? -1 : text.lastIndexOf(TIME);
            if (text == null || end < 0) {
                return null;
            }
            try {
                return new Dated(text.substring(0, end), Instant.parse(text.substring(end + 1)));
            } catch (DateTimeParseException e) {
                return null;
            }
        }

        @Override
        public String toString() {
            return value + TIME + at;
        }
    }
}
