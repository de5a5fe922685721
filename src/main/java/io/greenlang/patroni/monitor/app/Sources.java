package io.greenlang.patroni.monitor.app;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.correlate.ClusterMemory;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetrics;
import io.greenlang.patroni.monitor.poll.ClusterPoller;
import io.greenlang.patroni.monitor.poll.Workers;
import io.greenlang.patroni.monitor.source.dcs.DcsSources;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpMetricsEventListener;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import okhttp3.EventListener;

/** What all polls share: threads, metrics, the clock. */
final class Sources implements AutoCloseable {
    private final ExecutorService workers = Workers.start();
    private final ScheduledExecutorService housekeeper = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sql-housekeeper");
        thread.setDaemon(true);
        return thread;
    });
    private final EventListener.Factory restMetrics;
    private final ClusterPoller.Resources resources;

    Sources(SelfMetrics self, Clock clock) {
        EventListener requests = OkHttpMetricsEventListener.builder(self.registry(), SelfMetrics.REST_REQUESTS)
                .uriMapper(request -> request.url().encodedPath())
                .includeHostTag(false)
                .build();
        this.restMetrics = call -> requests;
        this.resources = new ClusterPoller.Resources(
                workers,
                new PostgresClient.Shared(clock, housekeeper, new MicrometerMetricsTrackerFactory(self.registry())),
                new DcsSources(clock),
                self,
                clock);
    }

    ClusterPoller poller(ClusterConfig cluster, ClusterMemory memory) {
        return new ClusterPoller(
                cluster, new PatroniClient(cluster, resources.clock(), restMetrics), memory, resources);
    }

    /** Of a single look, which remembers nothing; {@code viewPatience} is how long a question for {@code /cluster} may take. */
    ClusterPoller poller(ClusterConfig cluster, Duration viewPatience) {
        return new ClusterPoller(
                cluster,
                new PatroniClient(cluster, resources.clock(), restMetrics),
                new ClusterMemory(),
                viewPatience,
                resources);
    }

    ClusterPoller.Resources resources() {
        return resources;
    }

    @Override
    public void close() {
        workers.shutdownNow();
        housekeeper.shutdownNow();
    }
}
