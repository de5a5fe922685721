package io.greenlang.patroni.monitor.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventJson;
import io.greenlang.patroni.monitor.event.EventOptions;
import io.greenlang.patroni.monitor.event.EventQuery;
import io.greenlang.patroni.monitor.memory.JournalReader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Who can tell what happened. */
interface EventSource {
    /** The name of {@link OnDisk}. */
    String JOURNAL = "journal";

    /** The word in JSON. */
    String name();

    /**
     * Oldest first.
     *
     * @param since as {@link EventOptions#since} takes it
     */
    Told since(String since) throws UnheardMonitorException;

    /**
     * @param from the oldest that was asked for
     * @param notes for people: what is missing, and why
     */
    record Told(Instant from, List<Event> events, List<String> notes) {}

    /**
     * A running monitor.
     *
     * @param clusters empty for all
     * @param types labels; empty for all
     */
    record Running(MonitorClient client, Collection<String> clusters, Collection<String> types, InstantSource clock)
            implements EventSource {
        @Override
        public String name() {
            return Origin.MONITOR;
        }

        @Override
        public Told since(String since) throws UnheardMonitorException {
            JsonNode document = client.events(clusters, since, types);
            List<Event> events = new ArrayList<>();
            int odd = 0;
            for (JsonNode node : document.path("events")) {
                if (EventJson.read(node).map(events::add).isEmpty()) {
                    odd++;
                }
            }
            List<String> notes = odd == 0
                    ? List.of()
                    : List.of(odd + " events are of a kind that this version does not know, and are left out");
            return new Told(EventOptions.since(since, clock.instant()), List.copyOf(events), notes);
        }
    }

    /** The journal of one that does not run. */
    record OnDisk(Path directory, Set<String> clusters, Collection<String> types, InstantSource clock)
            implements EventSource {
        @Override
        public String name() {
            return JOURNAL;
        }

        @Override
        public Told since(String since) {
            EventQuery wanted =
                    new EventQuery(clusters, EventOptions.since(since, clock.instant()), EventOptions.types(types));
            List<Event> events = new ArrayList<>();
            JournalReader reader = new JournalReader(directory);
            reader.read(Integer.MAX_VALUE, event -> {
                if (wanted.wants(event)) {
                    events.add(event);
                }
            });
            events.sort(Comparator.comparing(Event::at));
            return new Told(wanted.since(), List.copyOf(events), reader.problems());
        }
    }
}
