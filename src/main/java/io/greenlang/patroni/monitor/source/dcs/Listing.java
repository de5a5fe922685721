package io.greenlang.patroni.monitor.source.dcs;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clusters below one namespace of a DCS.
 *
 * @param tooLong the beginnings of names that are longer than {@code input-limits} allows
 * @param store which store it is, by the DCS's own word: it changes when the DCS was made new or restored from a backup; null
 *     where the DCS does not tell
 */
public record Listing(
        Set<FoundCluster> clusters,
        Set<String> tooLong,
        @Nullable String store) {
    /** Of more clusters than one monitor is meant for by far. */
    public static final int MOST = 10_000;

    public Listing {
        clusters = Set.copyOf(clusters);
        tooLong = Set.copyOf(tooLong);
    }
}
