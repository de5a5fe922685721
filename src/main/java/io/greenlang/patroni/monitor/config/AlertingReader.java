package io.greenlang.patroni.monitor.config;

import java.time.Duration;

/** The blocks {@code organisation} and {@code alertmanager}. */
final class AlertingReader {
    private static final Format<Duration> RESEND = Quantities.durationFrom(Duration.ofSeconds(1));
    private static final Format<Duration> TIMEOUT = Quantities.durationFrom(Duration.ofMillis(1));

    private static final Format<String> SERVICE =
            Texts.matching("letters, digits, dots, hyphens and underscores", "[A-Za-z0-9._-]{1,100}");
    private static final Format<String> CHANNEL =
            Texts.matching("# and the channel's name in lower case, as \"#database\"", "#[\\p{Ll}\\p{Lo}0-9._-]{1,80}");

    private AlertingReader() {}

    static OrganisationConfig organisation(Section organisation) {
        Section slack = organisation.block("slack");
        return new OrganisationConfig(
                organisation.read("pagerduty-service", SERVICE),
                slack.read("database-channel", CHANNEL),
                slack.read("platform-channel", CHANNEL),
                new LinksConfig(
                        organisation.read("runbooks", Addresses.BASE).toString(),
                        organisation.read("grafana", Addresses.BASE).toString()));
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
