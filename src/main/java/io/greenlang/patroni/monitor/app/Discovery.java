package io.greenlang.patroni.monitor.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.DiscoverConfig;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import io.greenlang.patroni.monitor.source.dcs.DcsDirectory;
import io.greenlang.patroni.monitor.source.dcs.FoundCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for clusters in one place, again and again, in a thread of its own. Safe for concurrent use. */
final class Discovery implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Discovery.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final DiscoverConfig config;
    private final DcsDirectory directory;
    private final FoundClusters.Memory memory;
    private final Runnable onChange;
    private final Clock clock;
    private final ScheduledExecutorService thread;

    @GuardedBy("this") private final FoundClusters found;

    @GuardedBy("this") private boolean looked;

    private volatile @Nullable Future<?> looks;

    /**
     * @param memory of the clusters that were found before
     * @param onChange is told in the looking thread when other clusters are known
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    Discovery(DiscoverConfig config, InputLimits limits, FoundClusters.Memory memory, Runnable onChange, Clock clock) {
        this.config = config;
        this.directory = DcsDirectory.of(config.dcs(), limits, clock);
        this.memory = memory;
        this.onChange = onChange;
        this.clock = clock;
        this.found = new FoundClusters(config::wants);
        this.found.restore(memory.recall(config.name()));
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread looking = new Thread(task, "discover-" + config.name());
            looking.setDaemon(true);
            return looking;
        });
    }

    void start() {
        looks = thread.scheduleWithFixedDelay(this::look, 0, config.interval().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks now. A task that throws would be the last one. */
    void look() {
        try {
            Duration patience = config.interval().compareTo(LONGEST) < 0 ? config.interval() : LONGEST;
            if (learn(directory.clusters(patience))) {
                onChange.run();
            }
        } catch (RuntimeException bug) {
            logger.error("A bug in the monitor broke off a look for clusters in discover.{}", config.name(), bug);
        }
    }

    private synchronized boolean learn(Answer<Set<FoundCluster>> look) {
        boolean first = !looked;
        looked = true;
        String before = first ? null : report().fault();
        boolean changed = found.learn(look, clock.instant());
        String fault = report().fault();
        if (fault != null && !fault.equals(before)) {
            logger.warn("{}", fault);
        }
        if (changed) {
            logger.info("discover.{}: {}", config.name(), found.known());
        }
        if (changed || (first && look.isAnswered())) {
            memory.keep(config.name(), List.copyOf(found.known()));
        }
        return changed || first;
    }

    boolean serves(DiscoverConfig wanted) {
        return config.equals(wanted);
    }

    /** What is known now, as clusters that are to be watched like this one; in order. */
    synchronized List<ClusterConfig> clusters(ClusterConfig like) {
        return found.known().stream()
                .map(one -> like.found(
                        config.clusterName(one.scope(), one.group()),
                        one.scope(),
                        config.dcs().ofGroup(one.group())))
                .toList();
    }

    synchronized DiscoveryReport report() {
        return new DiscoveryReport(config.name(), looked, found.known().size(), found.leftOut(), found.failure());
    }

    /** Ends a look that is under way; does not wait for it. */
    @Override
    public void close() {
        Future<?> underWay = looks;
        if (underWay != null) {
            underWay.cancel(true);
        }
        thread.shutdownNow();
        directory.close();
    }
}
