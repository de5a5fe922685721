package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.model.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;

/** How the daemon itself does: its polls, its bugs and its JVM, through Micrometer. Safe for concurrent use. */
@SuppressWarnings("deprecation") // the simpleclient registry; RATIONALE.md says why it is used
public final class SelfMetrics implements AutoCloseable {
    private static final String CLUSTER = "cluster";
    private static final Duration[] POLL_BUCKETS = {
        Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(10)
    };
    private static final Duration[] SOURCE_BUCKETS = {Duration.ofMillis(100), Duration.ofSeconds(1)};

    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics garbageCollector = new JvmGcMetrics();

    public SelfMetrics() {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new SeriesBudget());
        new JvmMemoryMetrics().bindTo(registry);
        garbageCollector.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    /** Where pools and HTTP clients hang their own meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Where {@link ReportCollector} joins, so that one page shows both. */
    public CollectorRegistry prometheus() {
        return registry.getPrometheusRegistry();
    }

    /** A round has ended, whatever came of it. */
    public void pollFinished(String cluster, Duration took) {
        Timer.builder("patroni.monitor.poll.duration")
                .description("Duration of one poll of a cluster, in seconds")
                .tag(CLUSTER, cluster)
                .serviceLevelObjectives(POLL_BUCKETS)
                .register(registry)
                .record(took);
        internalErrors(cluster); // counts from 0, so that the first error is an increase
    }

    /** A source has answered or failed. */
    public void sourceAnswered(String cluster, Source source, Duration took) {
        Timer.builder("patroni.monitor.source.duration")
                .description("Duration of one question to a source, failures included, in seconds")
                .tag(CLUSTER, cluster)
                .tag("source", source.label())
                .serviceLevelObjectives(SOURCE_BUCKETS)
                .register(registry)
                .record(took);
    }

    /** A bug cost a cluster one round. */
    public void internalError(String cluster) {
        internalErrors(cluster).increment();
    }

    /** A cluster is watched no longer: its series end. */
    public void forgetCluster(String cluster) {
        registry.getMeters().stream()
                .filter(meter -> cluster.equals(meter.getId().getTag(CLUSTER)))
                .forEach(registry::remove);
    }

    @Override
    public void close() {
        garbageCollector.close();
        registry.close();
    }

    private Counter internalErrors(String cluster) {
        return Counter.builder("patroni.monitor.internal.errors")
                .description("Rounds that were lost to a bug in the monitor, as a number")
                .tag(CLUSTER, cluster)
                .register(registry);
    }
}
