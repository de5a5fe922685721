package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.metrics.PoolStats;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.correlate.ClusterMemory;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetricCatalogue;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetrics;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.poll.ClusterPoller;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.micrometer.core.instrument.Timer;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SelfMetricCatalogueTest {
    private static final String SCOPE = "shop";

    @Test
    void listsWhatARealRegistryShowsAndNothingElse() throws Exception {
        try (SelfMetrics self = new SelfMetrics()) {
            measureEverything(self);
            assertThat(shown(self)).containsExactlyInAnyOrderElementsOf(listed());
        }
    }

    @Test
    void namesTheSamplesOfEachFamilyAsARealRegistryDoes() throws Exception {
        try (SelfMetrics self = new SelfMetrics()) {
            measureEverything(self);
            Set<String> listed = SelfMetricCatalogue.metrics().stream()
                    .flatMap(metric -> metric.sampleNames().stream())
                    .collect(Collectors.toSet());
            Set<String> shown = families(self).stream()
                    .flatMap(family -> family.samples.stream())
                    .map(sample -> sample.name)
                    .collect(Collectors.toSet());
            assertThat(shown).containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    /** By the daemon's own wiring where no PostgreSQL is needed, and a collection that may not have happened yet. */
    private static void measureEverything(SelfMetrics self) throws Exception {
        try (StubNodes stubs = new StubNodes();
                Sources sources = new Sources(self, Clock.systemUTC())) {
            StubCluster stub = StubCluster.open(stubs, SCOPE);
            MonitorConfig config = Configs.LOADER.quickLook(SCOPE, stub.urls(), null, null);
            try (ClusterPoller poller = sources.poller(config.clusters().get(0), new ClusterMemory())) {
                poller.poll();
            }
        }
        self.countsEvents("c");
        self.lostAtFailover("c", 1_000L);
        self.pollFinished(SCOPE, Duration.ofMillis(300));
        self.sourceAnswered(SCOPE, Source.POSTGRES, Duration.ofMillis(3));
        self.alertsNotTaken("am1:9093", FailureKind.REFUSED);
        new MicrometerMetricsTrackerFactory(self.registry()).create(SCOPE + "/shop-0", new IdlePool());
        Timer.builder("jvm.gc.pause")
                .tags("action", "end of minor GC", "cause", "Allocation Failure", "gc", "Copy")
                .register(self.registry());
    }

    private static List<String> listed() {
        return SelfMetricCatalogue.metrics().stream()
                .map(metric -> line(metric.name(), metric.type(), new TreeSet<>(metric.labels())))
                .toList();
    }

    private static List<String> shown(SelfMetrics self) {
        return families(self).stream()
                .map(family -> line(
                        family.type == Collector.Type.COUNTER ? family.name + "_total" : family.name,
                        family.type.name().toLowerCase(Locale.ROOT),
                        labels(family)))
                .toList();
    }

    private static Set<String> labels(MetricFamilySamples family) {
        return family.samples.stream()
                .flatMap(sample -> sample.labelNames.stream())
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<MetricFamilySamples> families(SelfMetrics self) {
        return Collections.list(self.prometheus().metricFamilySamples());
    }

    private static String line(String name, String type, Set<String> labels) {
        return name + " " + type + " " + labels;
    }

    private static final class IdlePool extends PoolStats {
        IdlePool() {
            super(0);
        }

        @Override
        protected void update() {
            totalConnections = 1;
            idleConnections = 1;
        }
    }
}
