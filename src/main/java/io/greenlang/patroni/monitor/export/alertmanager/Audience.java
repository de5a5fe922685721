package io.greenlang.patroni.monitor.export.alertmanager;

import io.greenlang.patroni.monitor.config.AlertmanagerConfig;
import io.greenlang.patroni.monitor.config.Authority;
import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.OwnMetrics;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Alertmanagers of one configuration, which are told the same at the same pace. For one thread, but for closing. */
final class Audience implements AutoCloseable {
    /** How many messages Alertmanager may miss before it takes an alert for ended; as Prometheus does. */
    private static final int PATIENCE = 4;

    private final AlertmanagerConfig config;
    private final LinksConfig links;
    private final List<AlertmanagerClient> recipients;
    private @Nullable Instant told;

    /** @throws IllegalArgumentException when a PEM file can't be used; the message names it */
    Audience(AlertmanagerConfig config, LinksConfig links, OwnMetrics metrics) {
        this.config = config;
        this.links = links;
        this.recipients = names(config.urls()).entrySet().stream()
                .map(named -> new AlertmanagerClient(named.getKey(), named.getValue(), config, metrics))
                .toList();
    }

    /** {@code host:port}: the path may be a secret. Several behind one gateway are numbered. */
    private static Map<String, URI> names(List<URI> urls) {
        Map<String, URI> names = new LinkedHashMap<>();
        for (URI url : urls) {
            String name = Authority.of(url).toString();
            int number = 1;
            while (names.putIfAbsent(number == 1 ? name : name + "#" + number, url) != null) {
                number++;
            }
        }
        return names;
    }

    boolean isOf(AlertmanagerConfig wanted, LinksConfig wantedLinks) {
        return config.equals(wanted) && links.equals(wantedLinks);
    }

    List<String> names() {
        return recipients.stream().map(AlertmanagerClient::name).toList();
    }

    /** By the wall clock. */
    List<Certificate> certificates() {
        return recipients.stream().flatMap(AlertmanagerClient::certificates).toList();
    }

    /** Nothing was told yet, or not for as long as the resend interval. */
    boolean isDue(Instant now) {
        return told == null || !now.isBefore(told.plus(config.resendInterval()));
    }

    /**
     * Returns at once. Nothing to tell is told, too: that an Alertmanager is out of reach is known before it is needed.
     *
     * @param wall by which times are told
     */
    void tell(List<AlertState> notices, Instant now, ClockOffset wall) {
        Instant timeout = now.plus(config.resendInterval().multipliedBy(PATIENCE));
        String message = AlertsJson.of(notices, links, timeout, wall);
        recipients.forEach(recipient -> recipient.tell(message));
        told = now;
    }

    /** Nobody could be told. */
    void failed(Failure failure) {
        recipients.forEach(recipient -> recipient.failed(failure));
    }

    @Override
    public void close() {
        recipients.forEach(AlertmanagerClient::close);
    }
}
