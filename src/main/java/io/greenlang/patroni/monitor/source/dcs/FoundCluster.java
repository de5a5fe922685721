package io.greenlang.patroni.monitor.source.dcs;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of Patroni, as the DCS names it.
 *
 * @param group of a Citus formation, from zero; null for a cluster that is no part of one
 */
public record FoundCluster(String scope, @Nullable Integer group) implements Comparable<FoundCluster> {
    private static final Comparator<FoundCluster> ORDER = Comparator.comparing(FoundCluster::scope)
            .thenComparing(FoundCluster::group, Comparator.nullsFirst(Comparator.naturalOrder()));

    public FoundCluster {
        Objects.requireNonNull(scope);
    }

    @Override
    public int compareTo(FoundCluster other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return group == null ? scope : scope + "/" + group;
    }
}
