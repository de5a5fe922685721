package io.greenlang.patroni.monitor.export.alertmanager;

import io.greenlang.patroni.monitor.config.AlertmanagerConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.testing.Reports;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alerts, reports of them, and where they go. */
final class Alerts {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Duration RESEND = Duration.ofSeconds(30);
    static final Duration PATIENT = Duration.ofSeconds(20);
    static final Tls NO_TLS = new Tls(null, null, null, true);
    static final LinksConfig LINKS = new LinksConfig("https://wiki.example/runbooks", "https://grafana.example");

    private Alerts() {}

    static Alert firing(String name, @Nullable String member) {
        return firing(name, member, NOON);
    }

    static Alert firing(String name, @Nullable String member, Instant since) {
        return new Alert(
                new Alert.Identity(name, Severity.CRITICAL, member, false),
                Alert.State.FIRING,
                since,
                1,
                name + " it is.");
    }

    static Alert pending(String name) {
        return new Alert(
                new Alert.Identity(name, Severity.WARNING, null, false),
                Alert.State.PENDING,
                NOON,
                1,
                name + " may be.");
    }

    static MonitorReport report(ClusterReport... clusters) {
        return new MonitorReport(List.of(clusters), true);
    }

    static ClusterReport cluster(String name, Alert... alerts) {
        return new ClusterReport(Reports.config(name), null, ClusterState.CRITICAL, List.of(alerts), false);
    }

    static AlertmanagerConfig to(URI... urls) {
        return to(PATIENT, urls);
    }

    static AlertmanagerConfig to(Duration timeout, URI... urls) {
        return new AlertmanagerConfig(List.of(urls), RESEND, timeout, null, NO_TLS);
    }
}
