package io.greenlang.patroni.monitor.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.ChecklistConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.export.alertmanager.AlertPush;
import io.greenlang.patroni.monitor.export.http.Look;
import io.greenlang.patroni.monitor.export.http.Looks.Shown;
import io.greenlang.patroni.monitor.export.http.MonitorServer;
import io.greenlang.patroni.monitor.export.http.Reload;
import io.greenlang.patroni.monitor.export.http.Served;
import io.greenlang.patroni.monitor.export.prometheus.BuildInfo;
import io.greenlang.patroni.monitor.export.prometheus.MetricCatalogue;
import io.greenlang.patroni.monitor.export.prometheus.ReportCollector;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetrics;
import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running monitor: one watch per cluster, and those who tell what hangs on the board: the server and the push. */
final class Daemon implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Daemon.class);

    private final ConfigSource configSource;
    private final Clock clock;
    private final ReportBoard board;
    private final SelfMetrics self;
    private final Sources sources;
    private final StateKeeper keeper;
    private final EventDesk events;
    private final Discoveries discoveries;
    private final MonitorServer server;
    private final AlertPush push;
    /** Replaced under the lock of {@code this}, never changed, so that readers need none. */
    private volatile Map<String, ClusterWatch> watches = Map.of();

    private volatile LinksConfig links;
    private volatile ChecklistConfig checklist;
    /** The one in force. */
    @GuardedBy("this") private MonitorConfig config;

    /** Where the configuration comes from, now and at every reload. */
    interface ConfigSource {
        MonitorConfig read() throws ConfigException;
    }

    Daemon(MonitorConfig config, ConfigSource configSource, Clock clock) {
        this.config = config;
        this.configSource = configSource;
        this.clock = clock;
        this.board = new ReportBoard(clock);
        this.links = config.links();
        this.checklist = config.checklist();
        this.self = new SelfMetrics();
        self.countsLostLogLines(Logging::lostLines);
        this.sources = new Sources(self, clock);
        this.keeper = StateKeeper.open(config.state(), clock.instant(), self::stateNotWritten);
        this.events = new EventDesk(keeper.openedDirectory(), config.state().keep(), self, clock);
        this.discoveries = new Discoveries(new Discovery.World(
                keeper,
                this::answers,
                this::watchWhatIsThere,
                sources.resources().dcs(),
                clock));
        board.showDiscoveries(discoveries::reports);
        self.prometheus().register(new ReportCollector(catalogue(), board));
        this.server = new MonitorServer(
                config.http(),
                new Served(
                        self.prometheus(),
                        board,
                        board::trend,
                        events.log(),
                        events.incidents(),
                        new WatchedDays(() -> watches),
                        () -> links,
                        this::show,
                        this::reload,
                        this::isAlive,
                        clock));
        this.push = new AlertPush(board, self, clock);
        board.showCertificates(this::certificates);
        apply(config);
    }

    private Shown show(Look look, MonitorReport report) {
        return new Rendering(Origin.monitor(clock.instant()), links, checklist).show(look, report);
    }

    private List<Certificate> certificates() {
        List<Certificate> certificates = new ArrayList<>(push.certificates());
        server.certificateEnd()
                .ifPresent(
                        end -> certificates.add(Certificate.of(Certificate.Use.MONITOR, null, end, ClockOffset.NONE)));
        return certificates;
    }

    /** Opens the port. @throws IOException when it is taken; the message names it */
    void start() throws IOException {
        server.start();
        logger.info("Listening on port {}, watching {}", server.port(), watches.keySet());
    }

    /** Reads the configuration again. A bad one changes nothing. */
    synchronized Reload.Outcome reload() {
        try {
            MonitorConfig read = configSource.read();
            List<String> changes = ConfigChanges.between(config, read);
            if (!read.log().equals(config.log())) {
                Logging.set(read.log());
            }
            apply(read);
            board.configReloaded(true);
            logger.info("Configuration read again, watching {}", watches.keySet());
            changes.forEach(change -> logger.info("Reload: {}", change));
            return new Reload.Outcome(true, changes);
        } catch (ConfigException e) {
            board.configReloaded(false);
            logger.error("The changed configuration can't be used, the old one stays in force");
            e.problems().forEach(logger::error);
            return new Reload.Outcome(false, e.problems());
        } catch (RuntimeException bug) {
            board.configReloaded(false);
            logger.error("A bug in the monitor broke off a reload: restart it", bug);
            return new Reload.Outcome(false, List.of("a bug in the monitor broke off the reload: see its log"));
        }
    }

    private synchronized void apply(MonitorConfig wanted) {
        discoveries.configure(wanted);
        boolean unused = watch(discoveries.clusters(wanted));
        self.shards(wanted.shards().count(), wanted.shards().ordinal());
        links = wanted.links();
        checklist = wanted.checklist();
        push.configure(wanted.alertmanager(), links);
        config = wanted;
    }

    /** A member of the cluster gave facts in the last round. */
    private boolean answers(String cluster) {
        return board.last(cluster)
                .flatMap(ClusterReport::snapshot)
                .filter(snapshot -> !snapshot.isBlind())
                .isPresent();
    }

    /** Clusters have come or gone; true when all that are there are watched. */
    private synchronized boolean watchWhatIsThere() {
        return watch(discoveries.clusters(config));
    }

    /**
     * Watches exactly these clusters; the ones that are polled as before keep what they remember. One that can't be watched keeps
     * out no other.
     *
     * @return whether all are watched
     */
    private synchronized boolean watch(List<ClusterConfig> wanted) {
        Map<String, ClusterWatch> next = new LinkedHashMap<>();
        wanted.forEach(cluster -> keptFor(cluster).ifPresent(kept -> next.put(cluster.name(), kept)));
        Map<String, WatchMemory> memories = end(watches, next);
        events.endAllBut(wanted.stream().map(ClusterConfig::name).collect(Collectors.toSet()));
        board.show(wanted.stream().map(ClusterReport::awaiting).toList());
        List<ClusterConfig> fresh = wanted.stream()
                .filter(cluster -> !next.containsKey(cluster.name()))
                .toList();
        for (ClusterConfig cluster : fresh) {
            try {
                next.put(cluster.name(), watch(cluster, memoryOf(cluster, memories)));
            } catch (RuntimeException e) {
                logger.error("Cluster {} can't be watched", cluster.name(), e);
            }
        }
        watches = Map.copyOf(next);
        for (int i = 0; i < fresh.size(); i++) {
            Duration interval = fresh.get(i).poll().interval();
            Duration share = interval.multipliedBy(i).dividedBy(fresh.size());
            Optional.ofNullable(next.get(fresh.get(i).name())).ifPresent(watch -> watch.start(share));
        }
        return next.size() == wanted.size();
    }

    private ClusterWatch watch(ClusterConfig cluster, WatchMemory memory) {
        events.begin(cluster.name(), memory.keptAt()).ifPresent(memory.incidents()::interrupted);
        return new ClusterWatch(cluster, memory, sources, board, events, keeper);
    }

    /** Ends those that don't go on, and returns what they know. */
    private Map<String, WatchMemory> end(Map<String, ClusterWatch> running, Map<String, ClusterWatch> goOn) {
        Map<String, WatchMemory> memories = new HashMap<>();
        running.forEach((name, old) -> {
            if (!goOn.containsKey(name)) {
                old.close();
                memories.put(name, old.memory());
                keepLast(name, old);
                keeper.ended(name);
                self.forgetCluster(name);
            }
        });
        return memories;
    }

    /** Unless its last round goes on, or that of a watch before it that it has the memory of: then it is still changing. */
    private void keepLast(String cluster, ClusterWatch closed) {
        WatchMemory memory = closed.memory();
        if (!closed.isWorthKeeping()) {
            return;
        }
        if (closed.hasEnded() && memory.turns().tryLock()) {
            try {
                keeper.keepLast(cluster, memory);
            } finally {
                memory.turns().unlock();
            }
        } else if (keeper.openedDirectory().isPresent()) {
            logger.warn(
                    "The last round of cluster {} is still running: state.directory keeps its last snapshot, up to {} s old.",
                    cluster,
                    StateKeeper.BETWEEN.toSeconds());
        }
    }

    /** Of the watch before, or of the daemon before. */
    private WatchMemory memoryOf(ClusterConfig cluster, Map<String, WatchMemory> memories) {
        return Optional.ofNullable(memories.get(cluster.name()))
                .or(() -> keeper.recall(cluster.name(), clock.instant()))
                .filter(memory -> memory.isOf(cluster.scope()))
                .orElseGet(() -> new WatchMemory(cluster.scope()));
    }

    private Optional<ClusterWatch> keptFor(ClusterConfig wanted) {
        Optional<ClusterWatch> kept =
                Optional.ofNullable(watches.get(wanted.name())).filter(running -> running.serves(wanted));
        kept.ifPresent(running -> running.judgeBy(wanted));
        return kept;
    }

    private static MetricCatalogue catalogue() {
        return new MetricCatalogue(
                new BuildInfo(Version.text(), Runtime.version().toString()));
    }

    private boolean isAlive() {
        return watches.values().stream().allMatch(watch -> watch.isAlive(clock));
    }

    /** Stops in the reverse order of starting: no answers, no messages, no polls, no threads. */
    @Override
    public void close() {
        server.beginShutdown();
        discoveries.close();
        push.close();
        List<Thread> closing = new ArrayList<>();
        watches.values().forEach(watch -> closing.add(new Thread(watch::close, "stop")));
        closing.forEach(Thread::start);
        closing.forEach(Daemon::join);
        events.close();
        watches.forEach(this::keepLast);
        keeper.close();
        sources.close();
        server.close();
        self.close();
        logger.info("Stopped");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
