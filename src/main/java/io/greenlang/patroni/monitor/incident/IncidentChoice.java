package io.greenlang.patroni.monitor.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which of the records somebody means. */
public record IncidentChoice(List<Incident> records) {
    /** A time that somebody remembers may be that wrong. */
    private static final Duration NEXT_TO = Duration.ofHours(1);

    private static final int LISTED = 5;

    public IncidentChoice {
        records = records.stream().sorted(Comparator.comparing(Incident::began)).toList();
    }

    /** The newest that nobody planned. */
    public Optional<Incident> last() {
        return records.stream()
                .filter(incident -> incident.kind() != Incident.Kind.SWITCHOVER)
                .reduce((older, newer) -> newer);
    }

    /** The newest that went on then, else the one that began next to it, at most an hour away. */
    public Optional<Incident> at(Instant time) {
        return records.stream()
                .filter(incident -> incident.covers(time))
                .reduce((older, newer) -> newer)
                .or(() -> records.stream()
                        .filter(incident -> distance(incident, time).compareTo(NEXT_TO) <= 0)
                        .min(Comparator.comparing(incident -> distance(incident, time))));
    }

    private static Duration distance(Incident incident, Instant time) {
        return Duration.between(incident.began(), time).abs();
    }

    /**
     * Why there is nothing to show, for people, and what there is.
     *
     * @param at null for the last one
     */
    public String noneInWords(@Nullable Instant at) {
        String none = at == null
                ? "No failover or outage is on record"
                : "No record is of " + at.truncatedTo(ChronoUnit.SECONDS) + " or the hour around it";
        String known = records.stream()
                .skip(Math.max(0, records.size() - LISTED))
                .map(incident -> incident.kind().label() + " of " + incident.cluster() + " at "
                        + incident.began().truncatedTo(ChronoUnit.SECONDS))
                .collect(Collectors.joining("; "));
        return known.isEmpty() ? none : none + ". The newest that there are: " + known;
    }
}
