package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.StateConfig;
import io.greenlang.patroni.monitor.memory.SnapshotWriter;
import io.greenlang.patroni.monitor.memory.Snapshots;
import io.greenlang.patroni.monitor.memory.StateDirectory;
import io.greenlang.patroni.monitor.source.dcs.FoundCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the watches know, kept across restarts, where there is a {@code state.directory} that can be used. Safe for concurrent
 * use: each poll thread keeps its own cluster's.
 */
final class StateKeeper implements FoundClusters.Memory, AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(StateKeeper.class);
    /** Every few rounds: what a crash costs at most. */
    static final Duration BETWEEN = Duration.ofSeconds(30);

    /** Before the name of a place where clusters are found; no cluster's name begins so. */
    private static final String PLACE = "\u0000discover/";

    private final @Nullable StateDirectory directory;
    private final @Nullable Snapshots snapshots;
    private final @Nullable SnapshotWriter writer;
    /** Is told of each snapshot that can't be written because the directory can't be used; null where there is none to write. */
    private final @Nullable Runnable onUnusable;

    private final Map<String, Instant> lastKept = new ConcurrentHashMap<>();

    private StateKeeper(@Nullable StateDirectory directory, Runnable onFailure, @Nullable Runnable onUnusable) {
        this.directory = directory;
        this.onUnusable = onUnusable;
        this.snapshots = directory == null ? null : new Snapshots(directory);
        this.writer = snapshots == null ? null : new SnapshotWriter(snapshots, onFailure);
    }

    /**
     * A directory that can't be used costs the memory, not the watch: the log says so. Clusters that were not watched for as
     * long as events are kept are forgotten.
     *
     * @param now of the wall clock
     * @param onFailure is told of everything that could not be written
     */
    static StateKeeper open(StateConfig config, Instant now, Runnable onFailure) {
        Path path = config.directory();
        if (path == null) {
            return new StateKeeper(null, onFailure, null);
        }
        try {
            StateDirectory directory = StateDirectory.open(path);
            new Snapshots(directory).forget(now.minus(config.keep()));
            return new StateKeeper(directory, onFailure, null);
        } catch (IOException e) {
            onFailure.run();
            logger.error("{}; what is remembered stays in memory only", e.getMessage());
            return new StateKeeper(null, onFailure, onFailure);
        }
    }

    /** The directory, which is this daemon's; empty when none is configured, or it can't be used. */
    Optional<Path> openedDirectory() {
        return Optional.ofNullable(directory).map(StateDirectory::path);
    }

    /** What a daemon before this one knew of a cluster. */
    Optional<WatchMemory> recall(String cluster, Instant now) {
        return Optional.ofNullable(snapshots)
                .flatMap(all -> all.read(cluster, WatchMemory.Kept.class, kept -> WatchMemory.of(kept, now)));
    }

    /**
     * Keeps it now and then; returns at once.
     *
     * @param at the end of the round
     */
    void keep(String cluster, WatchMemory memory, Instant at) {
        Instant last = lastKept.get(cluster);
        if (last == null || !last.plus(BETWEEN).isAfter(at)) {
            keepNow(cluster, memory, at);
        }
    }

    /** It is not watched any more. */
    void ended(String cluster) {
        lastKept.remove(cluster);
    }

    /** Keeps it as it is after the last round; returns at once. */
    void keepLast(String cluster, WatchMemory memory) {
        memory.lastRound().ifPresent(at -> keepNow(cluster, memory, at));
    }

    @Override
    public List<FoundClusters.Known> recall(String place) {
        return Optional.ofNullable(snapshots)
                .flatMap(all -> all.read(PLACE + place, KeptPlace.class, KeptPlace::known))
                .orElse(List.of());
    }

    /** Returns at once. */
    @Override
    public void keep(String place, List<FoundClusters.Known> known) {
        if (writer != null) {
            writer.submit(PLACE + place, KeptPlace.of(known));
        }
    }

    /**
     * What was found in one place.
     *
     * @param stores that had the clusters last, in their order, with null for one that is not known; empty where a daemon kept
     *     it that knew none
     */
    record KeptPlace(
            @Nullable List<FoundCluster> clusters, @Nullable List<@Nullable String> stores) {
        static KeptPlace of(List<FoundClusters.Known> known) {
            List<@Nullable String> stores = new ArrayList<>();
            known.forEach(one -> stores.add(one.store()));
            return new KeptPlace(
                    known.stream().map(FoundClusters.Known::cluster).toList(), stores);
        }

        List<FoundClusters.Known> known() {
            List<FoundCluster> found = clusters == null ? List.of() : List.copyOf(clusters);
            List<@Nullable String> told = stores == null ? List.of() : stores;
            List<FoundClusters.Known> known = new ArrayList<>();
            for (int i = 0; i < found.size(); i++) {
                known.add(new FoundClusters.Known(found.get(i), i < told.size() ? told.get(i) : null));
            }
            return known;
        }
    }

    private void keepNow(String cluster, WatchMemory memory, Instant at) {
        lastKept.put(cluster, at);
        if (writer != null) {
            writer.submit(cluster, memory.keep(at));
        } else if (onUnusable != null) {
            onUnusable.run();
        }
    }

    /** Writes what still waits, and lets another daemon have the directory. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
        if (directory != null) {
            try {
                directory.close();
            } catch (IOException e) {
                logger.warn("Closing state.directory failed: {}", e.getMessage());
            }
        }
    }
}
