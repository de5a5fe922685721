package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one cluster for the record of the next incident, and of the one that goes on. One per cluster, one thread at a
 * time.
 */
public final class IncidentMemory {
    private static final int MOST_RECENT = 20;

    @Nullable Normal normal;

    @Nullable OpenIncident open;

    private final Deque<Event> recent = new ArrayDeque<>();

    /**
     * What outlives the process.
     *
     * @param normal null when the leader was never seen at work
     * @param open null when nothing goes on
     */
    public record Kept(@Nullable Normal normal, OpenIncident.@Nullable Kept open) {}

    /** Nothing is known. */
    public IncidentMemory() {}

    public static IncidentMemory of(Kept kept) {
        IncidentMemory memory = new IncidentMemory();
        memory.normal = kept.normal();
        memory.open = kept.open() == null ? null : OpenIncident.of(kept.open());
        return memory;
    }

    public Kept keep() {
        return new Kept(normal, open == null ? null : open.keep());
    }

    /** What happened until now belongs to the record that is complete, and not to the next one. */
    void close() {
        open = null;
        recent.clear();
    }

    /** The cluster was not watched for some time, as the event tells. */
    public void interrupted(Event gap) {
        remember(List.of(gap));
        if (open != null) {
            Moments.tell(open, gap);
        }
    }

    void remember(List<Event> happened) {
        recent.addAll(happened);
        while (recent.size() > MOST_RECENT) {
            recent.remove();
        }
    }

    /** The last events, oldest first. */
    List<Event> recent() {
        return List.copyOf(recent);
    }
}
