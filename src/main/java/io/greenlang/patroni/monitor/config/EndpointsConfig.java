package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import java.time.Duration;
import java.util.List;

/**
 * Where applications connect, and how the monitor connects there.
 *
 * @param primary where the leader should answer: a Service, HAProxy, PgBouncer, a virtual IP
 * @param replica where a standby should answer
 * @param interval between two connections to one endpoint
 * @param timeout for one connection with its answer as a whole
 * @param login role, database and TLS; the hosts of both lists may get the password
 */
public record EndpointsConfig(
        List<HostAndPort> primary,
        List<HostAndPort> replica,
        Duration interval,
        Duration timeout,
        PostgresConfig login) {
    public EndpointsConfig {
        primary = List.copyOf(primary);
        replica = List.copyOf(replica);
    }

    /** It is not known where applications connect. */
    public static EndpointsConfig none(PostgresConfig postgres) {
        return new EndpointsConfig(List.of(), List.of(), Duration.ofSeconds(15), Duration.ofSeconds(3), postgres);
    }

    /** With at most this patience. */
    public EndpointsConfig withinTimeout(Duration most) {
        Duration shorter = timeout.compareTo(most) <= 0 ? timeout : most;
        return new EndpointsConfig(primary, replica, interval, shorter, login);
    }
}
