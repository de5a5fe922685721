package io.greenlang.patroni.monitor.incident;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of one cluster for the record of the next incident, and of the one that goes on. One per cluster, one thread at a
 * time.
 */
public final class IncidentMemory {
    private static final Logger logger = LoggerFactory.getLogger(IncidentMemory.class);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    /** After that nobody can tell what became of an incident. */
    private static final Duration LONGEST_GAP = Duration.ofHours(1);

    private static final int MOST_RECENT = 20;

    @Nullable OpenIncident open;

    private @Nullable Normal normal;
    /** The newest, of which {@link #normal} is made only when it is needed: it costs more than a round should. */
    private @Nullable ClusterSnapshot atWork;

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

    /**
     * What a daemon before this one kept, in whatever form a file has it: what is damaged, or is of a time that has not come yet,
     * counts as unknown.
     *
     * @param kept null when none did
     * @param gap since then
     */
    public static IncidentMemory of(@Nullable Object kept, Instant now, Duration gap) {
        IncidentMemory memory = new IncidentMemory();
        if (kept == null) {
            return memory;
        }
        try {
            Kept read = JSON.convertValue(kept, Kept.class);
            Normal normal = read.normal();
            memory.normal = normal == null || normal.at().isAfter(now) ? null : normal;
            OpenIncident open = read.open() == null ? null : OpenIncident.of(read.open());
            memory.open = open == null || !open.isBefore(now) || gap.compareTo(LONGEST_GAP) > 0 ? null : open;
        } catch (IllegalArgumentException e) {
            logger.warn("The incident that went on can't be read back, and is forgotten: {}", e.getMessage());
        }
        return memory;
    }

    /** The cluster when its leader was last seen at work; null when it never was. */
    @Nullable Normal normal() {
        if (atWork != null) {
            normal = Normal.of(atWork);
            atWork = null;
        }
        return normal;
    }

    /** @param snapshot in which a leader is at work */
    void isNormal(ClusterSnapshot snapshot) {
        atWork = snapshot;
    }

    /** As {@link Normal#isFollowedBy}; false when no leader was ever seen at work. */
    boolean isFollowedBy(Leadership now) {
        if (atWork != null) {
            Leadership then = atWork.facts().leadership();
            return Normal.isFollowed(then.leader(), then.timeline(), now);
        }
        return normal != null && normal.isFollowedBy(now);
    }

    public Kept keep() {
        return new Kept(normal(), open == null ? null : open.keep());
    }

    /** An incident goes on. */
    public boolean isOpen() {
        return open != null;
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
