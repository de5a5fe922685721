package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.HttpConfig.BasicAuth;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alertmanagers that the daemon tells of its alerts itself.
 *
 * @param urls base addresses, without {@code /api/v2}; empty when nothing is pushed
 * @param resendInterval how often what fires is told again
 * @param timeout for one push to one Alertmanager as a whole
 * @param basicAuth null when none is sent
 */
public record AlertmanagerConfig(
        List<URI> urls,
        Duration resendInterval,
        Duration timeout,
        @Nullable BasicAuth basicAuth,
        Tls tls) {
    public AlertmanagerConfig {
        urls = List.copyOf(urls);
    }
}
