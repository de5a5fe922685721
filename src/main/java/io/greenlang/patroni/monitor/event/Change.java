package io.greenlang.patroni.monitor.event;

import java.util.List;
import java.util.Set;

/** One kind of change: finds its events between what was last known and what is seen now. Stateless. */
interface Change {
    /** All that it may tell. */
    Set<EventType> types();

    /**
     * @param memory of this cluster; takes in what is known now
     * @return in the order in which they happened; empty when nothing changed, or nothing is known
     */
    List<Event> between(EventMemory memory, Sight now);
}
