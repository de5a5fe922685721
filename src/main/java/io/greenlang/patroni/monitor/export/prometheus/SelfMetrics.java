package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.OwnMetrics;
import io.greenlang.patroni.monitor.model.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How the daemon itself does: its polls, its bugs and its JVM, through Micrometer. Safe for concurrent use. */
@SuppressWarnings("deprecation") // the simpleclient registry; RATIONALE.md says why it is used
public final class SelfMetrics implements OwnMetrics, AutoCloseable {
    /** What an HTTP client is to call its meter, so that {@link SeriesBudget} knows it. */
    public static final String REST_REQUESTS = "patroni.monitor.rest.requests";

    private static final String LOST_AT_FAILOVER = "patroni.cluster.last.failover.lost.bytes";
    private static final String CLUSTER = "cluster";
    private static final String ALERTMANAGER = "alertmanager";
    private static final Duration[] POLL_BUCKETS = {
        Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(10)
    };
    private static final Duration[] SOURCE_BUCKETS = {Duration.ofMillis(100), Duration.ofSeconds(1)};

    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics garbageCollector = new JvmGcMetrics();
    private final Map<String, AtomicInteger> alertmanagers = new ConcurrentHashMap<>();
    private final AtomicInteger shards = new AtomicInteger(1);
    private final AtomicInteger shardOrdinal = new AtomicInteger();
    private volatile LongSupplier lostLogLines = () -> 0;

    public SelfMetrics() {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new SeriesBudget());
        new JvmMemoryMetrics().bindTo(registry);
        garbageCollector.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        Gauge.builder("patroni.monitor.shards", shards, AtomicInteger::get)
                .description("Number of monitors that share the clusters of this configuration")
                .register(registry);
        Gauge.builder("patroni.monitor.shard.ordinal", shardOrdinal, AtomicInteger::get)
                .description("Which of them this one is, from 0")
                .register(registry);
        FunctionCounter.builder(
                        "process.cpu.seconds", ManagementFactory.getOperatingSystemMXBean(), SelfMetrics::cpuSeconds)
                .description("CPU time used, in seconds")
                .register(registry);
        FunctionCounter.builder("patroni.monitor.log.lines.lost", this, self -> self.lostLogLines.getAsLong())
                .description("Number of lines of the log that were left out")
                .register(registry);
        stateFailures(); // counts from 0, so that the first failure is an increase
    }

    /** @param lost lines of the log since the process started */
    public void countsLostLogLines(LongSupplier lost) {
        lostLogLines = lost;
    }

    /** Where pools and HTTP clients hang their own meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Where {@link ReportCollector} joins, so that one page shows both. */
    public CollectorRegistry prometheus() {
        return registry.getPrometheusRegistry();
    }

    @Override
    public void pollFinished(String cluster, Duration took) {
        Timer.builder("patroni.monitor.poll.duration")
                .description("Duration of one poll of a cluster, in seconds")
                .tag(CLUSTER, cluster)
                .serviceLevelObjectives(POLL_BUCKETS)
                .register(registry)
                .record(took);
        internalErrors(cluster); // counts from 0, so that the first error is an increase
    }

    /**
     * A cluster is watched: changes of its leader count from 0, so that the first is an increase. The other types have a series
     * once they have occurred; one for each would cost more than it tells.
     */
    public void countsEvents(String cluster) {
        events(cluster, EventType.LEADER_CHANGE);
    }

    /** Something happened to a cluster. */
    public void eventHappened(String cluster, EventType type) {
        events(cluster, type).increment();
    }

    /**
     * What the last leader change cost.
     *
     * @param bytes of WAL; null when it is unknown, which is no series
     */
    public void lostAtFailover(String cluster, @Nullable Long bytes) {
        registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().equals(LOST_AT_FAILOVER)
                        && cluster.equals(meter.getId().getTag(CLUSTER)))
                .forEach(registry::remove);
        if (bytes != null) {
            Gauge.builder(LOST_AT_FAILOVER, () -> bytes)
                    .description("WAL that was lost when another member became leader the last time")
                    .tag(CLUSTER, cluster)
                    .strongReference(true)
                    .register(registry);
        }
    }

    private Counter events(String cluster, EventType type) {
        return Counter.builder("patroni.cluster.events")
                .description("Number of events that the monitor saw since its start, by type")
                .tag(CLUSTER, cluster)
                .tag("type", type.label())
                .register(registry);
    }

    @Override
    public void sourceAnswered(String cluster, Source source, Duration took) {
        Timer.builder("patroni.monitor.source.duration")
                .description("Duration of one question to a source, failures included, in seconds")
                .tag(CLUSTER, cluster)
                .tag("source", source.label())
                .serviceLevelObjectives(SOURCE_BUCKETS)
                .register(registry)
                .record(took);
    }

    @Override
    public void internalError(String cluster) {
        internalErrors(cluster).increment();
    }

    /** Something could not be written to {@code state.directory}: a restart will forget it. */
    public void stateNotWritten() {
        stateFailures().increment();
    }

    /** How many daemons share the clusters, and which of them this one is. */
    public void shards(int count, int ordinal) {
        shards.set(count);
        shardOrdinal.set(ordinal);
    }

    /** A cluster is watched no longer: its series end. */
    public void forgetCluster(String cluster) {
        forget(CLUSTER, cluster);
    }

    @Override
    public void alertsTaken(String alertmanager) {
        alertmanagerUp(alertmanager).set(1);
    }

    @Override
    public void alertsNotTaken(String alertmanager, FailureKind reason) {
        alertmanagerUp(alertmanager).set(0);
        Counter.builder("patroni.monitor.alertmanager.failures")
                .description("Number of messages that this Alertmanager did not take")
                .tag(ALERTMANAGER, alertmanager)
                .tag("reason", reason.label())
                .register(registry)
                .increment();
    }

    @Override
    public void forgetAlertmanager(String alertmanager) {
        alertmanagers.remove(alertmanager);
        forget(ALERTMANAGER, alertmanager);
    }

    private static double cpuSeconds(OperatingSystemMXBean system) {
        return system instanceof com.sun.management.OperatingSystemMXBean process
                ? process.getProcessCpuTime() / 1e9
                : 0;
    }

    private void forget(String label, String value) {
        registry.getMeters().stream()
                .filter(meter -> value.equals(meter.getId().getTag(label)))
                .forEach(registry::remove);
    }

    private AtomicInteger alertmanagerUp(String alertmanager) {
        return alertmanagers.computeIfAbsent(alertmanager, name -> {
            AtomicInteger up = new AtomicInteger();
            Gauge.builder("patroni.monitor.alertmanager.up", up, AtomicInteger::get)
                    .description("1 if this Alertmanager took the last message, 0 if not")
                    .tag(ALERTMANAGER, name)
                    .register(registry);
            return up;
        });
    }

    @Override
    public void close() {
        garbageCollector.close();
        registry.close();
    }

    private Counter stateFailures() {
        return Counter.builder("patroni.monitor.state.write.failures")
                .description("Snapshots and events that could not be written to state.directory")
                .register(registry);
    }

    private Counter internalErrors(String cluster) {
        return Counter.builder("patroni.monitor.internal.errors")
                .description("Rounds and readings that were lost to a bug in the monitor")
                .tag(CLUSTER, cluster)
                .register(registry);
    }
}
