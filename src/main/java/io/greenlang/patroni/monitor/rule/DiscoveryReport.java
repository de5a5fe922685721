package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the search for clusters in one place.
 *
 * @param name of the block below {@code discover}
 * @param looked the first look has come to an end
 * @param clusters that are known there, those of other shards, too; 0 before one was found
 * @param leftOut how many more are there than one monitor takes
 * @param hidden names of clusters that are not watched, because another place has a cluster of that name
 * @param failure of the last look; null when it went well, or there was none yet
 */
public record DiscoveryReport(
        String name,
        boolean looked,
        int clusters,
        int leftOut,
        List<String> hidden,
        @Nullable Failure failure) {
    public DiscoveryReport {
        hidden = List.copyOf(hidden);
    }

    /** The same, where other places have clusters of these names. */
    public DiscoveryReport hiding(List<String> names) {
        return new DiscoveryReport(name, looked, clusters, leftOut, names, failure);
    }

    /** The last look went well, and every cluster that it found is watched, or was left to another shard. */
    public boolean isSound() {
        return looked && failure == null && leftOut == 0 && hidden.isEmpty();
    }

    /** What is wrong, for people; null when nothing is. */
    public @Nullable String fault() {
        if (failure != null) {
            return "Clusters can't be looked for in discover.%s: %s. The %d found before are watched on."
                    .formatted(name, failure, clusters);
        }
        if (leftOut > 0) {
            return "discover.%s has %d clusters more than one monitor takes, which nobody watches: use include or exclude."
                    .formatted(name, leftOut);
        }
        if (!hidden.isEmpty()) {
            return "Clusters of discover.%s are not watched, because another place has clusters of these names: %s. Set clusters = \"%s-{scope}\" there."
                    .formatted(name, String.join(", ", hidden.subList(0, Math.min(5, hidden.size()))), name);
        }
        return looked && clusters == 0 ? "There is no cluster in discover." + name + "." : null;
    }
}
