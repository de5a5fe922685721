package io.greenlang.patroni.monitor.source.patroni;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.ClusterConfig.PatroniConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.PasswordUse;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.config.ClusterConfig.TimescalePace;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DiskConfig;
import io.greenlang.patroni.monitor.config.EndpointsConfig;
import io.greenlang.patroni.monitor.config.HostList;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.config.MemberAddresses;
import io.greenlang.patroni.monitor.config.RequireAuth;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.EventListener;

/** Clients of the cluster {@code orders-eu}, which the samples are from. */
final class Clusters {
    static final Tls NO_TLS = new Tls(null, null, null, true);
    /** Where the nodes of the tests are. */
    static final HostList LOOPBACK = HostList.of("127.0.0.1");

    static final Instant NOW = Instant.parse("2026-07-26T07:20:10Z");

    private static final Duration SECOND = Duration.ofSeconds(1);

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
        PostgresConfig postgres = new PostgresConfig(
                false,
                "",
                null,
                "postgres",
                "prefer",
                null,
                null,
                new PasswordUse(RequireAuth.ANY, HostList.NONE),
                new Watched(Set.of(), 50, Set.of()));
        return new ClusterConfig(
                name,
                new Discovery(
                        "orders-eu",
                        List.of(),
                        null,
                        "http",
                        MemberAddresses.PUBLISHED,
                        Duration.ofHours(24),
                        Set.of()),
                3,
                new PollConfig(
                        SECOND,
                        SECOND,
                        SECOND,
                        new SlowPace(SECOND, SECOND, SECOND, new TimescalePace(Duration.ofMinutes(5), 20)),
                        SECOND,
                        SECOND),
                InputLimits.DEFAULTS,
                patroni,
                postgres,
                DiskConfig.VIEW_ONLY,
                null,
                new Thresholds(Map.of(), Duration.ofHours(1), Duration.ofHours(4), Snapshots.BACKUP_AGES),
                EndpointsConfig.none(postgres));
    }
}
