package io.greenlang.patroni.monitor.config;

import java.time.Duration;

/** The blocks {@code links} and {@code alertmanager}. */
final class AlertingReader {
    private static final Format<Duration> RESEND = Quantities.durationFrom(Duration.ofSeconds(1));
    private static final Format<Duration> TIMEOUT = Quantities.durationFrom(Duration.ofMillis(1));

    private AlertingReader() {}

    static LinksConfig links(Section links) {
        return new LinksConfig(
                links.read("runbooks", Addresses.BASE).toString(),
                links.read("grafana", Addresses.BASE).toString());
    }

    static AlertmanagerConfig alertmanager(Section alertmanager) {
        return new AlertmanagerConfig(
                alertmanager.readAll("urls", Addresses.BASE),
                alertmanager.read("resend-interval", RESEND),
                alertmanager.read("timeout", TIMEOUT),
                HttpReader.basicAuth(alertmanager.block("basic-auth")),
                ClusterReader.tls(alertmanager.block("tls")));
    }
}
