package io.greenlang.patroni.monitor.source.patroni;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PatroniConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.HostList;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import okhttp3.EventListener;

/** Clients of the cluster {@code orders-eu}, which the samples are from. */
final class Clusters {
    static final Tls NO_TLS = new Tls(null, null, null, true);
    /** Where the nodes of the tests are. */
    static final HostList LOOPBACK = HostList.of("127.0.0.1");

    static final Instant NOW = Instant.parse("2026-07-26T07:20:10Z");

    private Clusters() {}

    static PatroniClient client() {
        return client(new PatroniConfig(null, null, NO_TLS, LOOPBACK));
    }

    static PatroniClient client(Clock clock) {
        return new PatroniClient(
                config(new PatroniConfig(null, null, NO_TLS, LOOPBACK)), clock, call -> EventListener.NONE);
    }

    static PatroniClient client(PatroniConfig patroni) {
        return new PatroniClient(config(patroni), Clock.fixed(NOW, ZoneOffset.UTC), call -> EventListener.NONE);
    }

    static ClusterConfig config(PatroniConfig patroni) {
        return config("orders-eu", patroni);
    }

    /** All are of the scope {@code orders-eu}. */
    static ClusterConfig config(String name, PatroniConfig patroni) {
        return Configs.cluster(name, "scope = orders-eu, seeds = [\"http://127.0.0.1:8008\"], postgres.enabled = false")
                .withPatroni(patroni);
    }
}
