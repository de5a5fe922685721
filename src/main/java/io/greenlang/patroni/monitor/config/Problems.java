package io.greenlang.patroni.monitor.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Everything that is wrong, so that it can be said at once. For one thread. */
final class Problems {
    private final Set<Problem> found = new LinkedHashSet<>();

    private record Problem(Place place, String words) {
        String line() {
            return place + ": " + words;
        }
    }

    /** About a value: it is shown, as far as it may be. */
    void add(Setting setting, String wrong, String allowed) {
        add(setting.place(), setting.key() + " = " + setting.shown(), wrong, allowed);
    }

    /** About something that has no value worth showing. */
    void add(Place place, String subject, String wrong, String allowed) {
        found.add(new Problem(place, subject + ": " + wrong + "; " + allowed));
    }

    /** The same with an example of what is right. */
    void add(Place place, String subject, String wrong, Advice advice) {
        found.add(new Problem(place, subject + ": " + wrong + ". " + advice));
    }

    void add(Setting setting, String wrong, Advice advice) {
        add(setting.place(), setting.key() + " = " + setting.shown(), wrong, advice);
    }

    /** In the order of the file. */
    void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(found.stream()
                    .sorted(Comparator.comparing(Problem::place, Place.IN_ORDER).thenComparing(Problem::words))
                    .map(Problem::line)
                    .toList());
        }
    }

    /**
     * What may stand there instead.
     *
     * @param example a line that would be right
     */
    record Advice(String allowed, String example) {
        @Override
        public String toString() {
            return "Allowed: " + allowed + ". Example: " + example;
        }
    }
}
