package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.availability.AvailabilityReport;
import io.greenlang.patroni.monitor.availability.Watched;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.HttpConfig.BasicAuth;
import io.greenlang.patroni.monitor.config.HttpConfig.ServerTls;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.export.http.AvailabilityBook;
import io.greenlang.patroni.monitor.export.http.MonitorServer;
import io.greenlang.patroni.monitor.export.http.Reload;
import io.greenlang.patroni.monitor.export.http.Served;
import io.greenlang.patroni.monitor.incident.IncidentLog;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.trend.Trend;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A monitor's real server on a free port of this host, which knows what a test says. */
final class RunningMonitor implements AutoCloseable {
    private static final MonitorConfig DEFAULTS = Configs.LOADER.defaults();
    private static final Instant NOW = Reports.AT.plusSeconds(7);

    final AtomicReference<MonitorReport> report = new AtomicReference<>(Reports.eventful());
    final EventLog events = new EventLog();
    final IncidentLog incidents = new IncidentLog();
    final AtomicReference<Watched> days = new AtomicReference<>(Watched.NOTHING);
    private final MonitorServer server;
    private final String scheme;

    private RunningMonitor(@Nullable BasicAuth auth, @Nullable ServerTls tls) {
        this.scheme = tls == null ? "http" : "https";
        this.server = new MonitorServer(
                new HttpConfig("127.0.0.1", 0, auth, tls),
                new Served(
                        new CollectorRegistry(),
                        report::get,
                        cluster -> Trend.NOTHING,
                        events,
                        incidents,
                        book(),
                        DEFAULTS::links,
                        rendering(),
                        () -> new Reload.Outcome(true, List.of()),
                        () -> true,
                        InstantSource.fixed(NOW)));
    }

    static RunningMonitor start() throws IOException {
        return start(null, null);
    }

    static RunningMonitor start(@Nullable BasicAuth auth, @Nullable ServerTls tls) throws IOException {
        RunningMonitor monitor = new RunningMonitor(auth, tls);
        monitor.server.start();
        return monitor;
    }

    /** What this monitor answers is what this renders. */
    static Rendering rendering() {
        return new Rendering(Origin.monitor(NOW), DEFAULTS.links(), DEFAULTS.checklist());
    }

    /** Renders as the daemon does. */
    private AvailabilityBook book() {
        return new AvailabilityBook() {
            @Override
            public Watched of(String cluster) {
                return days.get();
            }

            @Override
            public String text(List<AvailabilityReport> reports, boolean markdown) {
                return new WatchedDays(Map::of).text(reports, markdown);
            }
        };
    }

    int port() {
        return server.port();
    }

    String url() {
        return scheme + "://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.close();
    }
}
