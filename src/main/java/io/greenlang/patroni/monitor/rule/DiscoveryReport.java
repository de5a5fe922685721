package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What became of the search for clusters in one place.
 *
 * @param name of the block below {@code discover}
 * @param looked the first look has come to an end
 * @param clusters that are known there, those of other shards, too; 0 before one was found
 * @param leftOut how many more are there than one monitor takes
 * @param failure of the last look; null when it went well, or there was none yet
 */
public record DiscoveryReport(
        String name,
        boolean looked,
        int clusters,
        int leftOut,
        @Nullable Failure failure) {
    /** What is wrong, for people; null when nothing is. */
    public @Nullable String fault() {
        if (failure != null) {
            return "Clusters can't be looked for in discover.%s: %s. The %d found before are watched on."
                    .formatted(name, failure, clusters);
        }
        if (leftOut > 0) {
            return "discover.%s has %d clusters more than one monitor takes: use shards, include or exclude."
                    .formatted(name, leftOut);
        }
        return looked && clusters == 0 ? "There is no cluster in discover." + name + "." : null;
    }
}
