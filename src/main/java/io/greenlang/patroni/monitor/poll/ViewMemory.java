package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last view of the DCS that each member showed: one is asked a round, and the others' are held against it. Confined to
 * its poll thread.
 */
final class ViewMemory {
    /** Older ones say nothing about now. */
    static final Duration FRESH = Duration.ofMinutes(2);

    private final Map<String, Shown> views = new TreeMap<>();

    private record Shown(Answer<ClusterView> view, Instant at) {}

    /**
     * @param member who was asked
     * @param showing whose Patroni answers and has not lost the DCS: the view of another one can't be renewed
     */
    void learn(String member, Answer<ClusterView> view, Set<String> showing, Instant now) {
        views.put(member, new Shown(view, now));
        views.keySet().retainAll(showing);
        views.values().removeIf(shown -> shown.at().plus(FRESH).isBefore(now));
    }

    /** Of all but one, by name. */
    List<PeerView> others(@Nullable String member) {
        return views.entrySet().stream()
                .filter(shown -> !shown.getKey().equals(member))
                .map(shown -> new PeerView(shown.getKey(), shown.getValue().view()))
                .toList();
    }
}
