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
 * @param leftOut how many more are there than are watched
 * @param unusable how many more have names that are too long
 * @param elsewhere clusters that are watched and that the DCS has not had since it was made new or restored
 * @param hidden names of clusters that are not watched, because another place has a cluster of that name
 * @param failure of the last look; null when it went well, or there was none yet
 */
public record DiscoveryReport(
        String name,
        boolean looked,
        int clusters,
        int leftOut,
        int unusable,
        List<String> elsewhere,
        List<String> hidden,
        @Nullable Failure failure) {
    private static final int MOST_NAMES = 5;

    public DiscoveryReport {
        elsewhere = List.copyOf(elsewhere);
        hidden = List.copyOf(hidden);
    }

    /**
     * The same, where some of the clusters are not watched.
     *
     * @param tooMany how many more they are than the configuration allows
     * @param names of those whose names another place has
     */
    public DiscoveryReport without(int tooMany, List<String> names) {
        return new DiscoveryReport(name, looked, clusters, leftOut + tooMany, unusable, elsewhere, names, failure);
    }

    /** The last look went well, and every cluster that it found is watched, or was left to another shard. */
    public boolean isSound() {
        return looked && failure == null && leftOut == 0 && unusable == 0 && elsewhere.isEmpty() && hidden.isEmpty();
    }

    /** What is wrong, for people; null when nothing is. */
    public @Nullable String fault() {
        if (failure != null) {
            return "Clusters can't be looked for in discover.%s: %s. The %d found before are watched on."
                    .formatted(name, failure, clusters);
        }
        if (leftOut > 0) {
            return "discover.%s has %d clusters more than one monitor takes, which nobody watches: raise max-clusters, use shards, or use include or exclude."
                    .formatted(name, leftOut);
        }
        if (unusable > 0) {
            return "discover.%s has %d clusters whose names are longer than input-limits.name-length allows, which nobody watches: raise it, or use exclude."
                    .formatted(name, unusable);
        }
        if (!elsewhere.isEmpty()) {
            return "The DCS of discover.%s was made new or restored, and does not know clusters that it had: %s. They are watched on; use exclude for those that are gone."
                    .formatted(name, some(elsewhere));
        }
        if (!hidden.isEmpty()) {
            return "Clusters of discover.%s are not watched, because others have their names: %s. Set another template, such as clusters = \"%s-{scope}\", or \"{scope}.{group}\" for Citus."
                    .formatted(name, some(hidden), name);
        }
        return looked && clusters == 0 ? "There is no cluster in discover." + name + "." : null;
    }

    private static String some(List<String> names) {
        int more = names.size() - MOST_NAMES;
        return String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
