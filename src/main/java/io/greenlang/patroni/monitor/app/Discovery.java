package io.greenlang.patroni.monitor.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.DiscoverConfig;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import io.greenlang.patroni.monitor.source.dcs.DcsDirectory;
import io.greenlang.patroni.monitor.source.dcs.DcsSources;
import io.greenlang.patroni.monitor.source.dcs.FoundCluster;
import io.greenlang.patroni.monitor.source.dcs.Listing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for clusters in one place, again and again, in a thread of its own. Safe for concurrent use. */
final class Discovery implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Discovery.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    /** Or what has not changed for long would count as forgotten. */
    private static final Duration KEEP_AGAIN = Duration.ofHours(12);

    private final DiscoverConfig config;
    private final InputLimits limits;
    private final DcsDirectory directory;
    private final World world;
    private final ScheduledExecutorService thread;

    @GuardedBy("this") private final FoundClusters found;

    @GuardedBy("this") private boolean looked;

    /** Confined to the looking thread: a change that could not be told is told after the next look. */
    private boolean untold;

    @GuardedBy("this") private Instant kept = Instant.EPOCH;

    @GuardedBy("this") private List<FoundClusters.Known> keptLast = List.of();

    /**
     * What all discoveries share.
     *
     * @param memory of the clusters that were found before
     * @param answers a member of the cluster of that name does
     * @param onChange is told in the looking thread when other clusters are known; false when it has to be told again
     */
    record World(
            FoundClusters.Memory memory,
            Predicate<String> answers,
            BooleanSupplier onChange,
            DcsSources dcs,
            Clock clock) {}

    /**
     * @param before what somebody else has found there
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    Discovery(DiscoverConfig config, InputLimits limits, Collection<FoundClusters.Known> before, World world) {
        this.config = config;
        this.limits = limits;
        this.directory = world.dcs().directory(config.dcs(), limits);
        this.world = world;
        this.found = new FoundClusters(
                config::wants, one -> world.answers().test(config.clusterName(one.scope(), one.group())));
        this.found.restore(world.memory().recall(config.name()));
        this.found.restore(before);
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread looking = new Thread(task, "discover-" + config.name());
            looking.setDaemon(true);
            return looking;
        });
    }

    void start() {
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::look, 0, config.interval().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks now. A task that throws would be the last one. */
    void look() {
        try {
            Duration patience = config.interval().compareTo(LONGEST) < 0 ? config.interval() : LONGEST;
            if (learn(directory.clusters(patience))) {
                untold = true;
            }
            if (untold) {
                untold = !world.onChange().getAsBoolean();
            }
        } catch (RuntimeException | Error bug) {
            logger.error("A bug in the monitor broke off a look for clusters in discover.{}", config.name(), bug);
        }
    }

    private synchronized boolean learn(Answer<Listing> look) {
        boolean first = !looked;
        looked = true;
        String before = first ? null : report().fault();
        Instant now = world.clock().instant();
        boolean changed = found.learn(look, now);
        String fault = report().fault();
        if (fault != null && !fault.equals(before)) {
            logger.warn("{}", fault);
        }
        if (changed) {
            logger.info("discover.{}: {}", config.name(), found.clusters());
        }
        boolean isNews = changed || !found.known().equals(keptLast);
        if (isNews || (look.isAnswered() && !kept.plus(KEEP_AGAIN).isAfter(now))) {
            kept = now;
            keptLast = found.known();
            world.memory().keep(config.name(), keptLast);
        }
        return changed || first;
    }

    /** How many clusters of this place are watched at most. */
    int mostClusters() {
        return config.maxClusters();
    }

    boolean serves(DiscoverConfig wanted, InputLimits within) {
        return config.equals(wanted) && limits.equals(within);
    }

    /** What is known now, as clusters that are to be watched like this one, the first found first. */
    synchronized List<ClusterConfig> clusters(ClusterConfig like) {
        return found.clusters().stream()
                .map(one -> like.found(
                        config.clusterName(one.scope(), one.group()),
                        one.scope(),
                        config.dcs().ofGroup(one.group())))
                .toList();
    }

    synchronized DiscoveryReport report() {
        return new DiscoveryReport(
                config.name(),
                looked,
                found.clusters().size(),
                found.leftOut(),
                found.unusable(),
                found.elsewhere().stream().map(FoundCluster::toString).toList(),
                List.of(),
                found.failure());
    }

    synchronized List<FoundClusters.Known> known() {
        return found.known();
    }

    /** Looks into the same place as another one, whatever it takes of it and calls it. */
    boolean isOf(DiscoverConfig other) {
        return config.dcs().equals(other.dcs()) || config.name().equals(other.name());
    }

    /** Ends a look that is under way; does not wait for it. */
    @Override
    public void close() {
        thread.shutdownNow();
        directory.close();
    }
}
