package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.PasswordUse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The block {@code client-endpoints} of a cluster. */
final class EndpointsReader {
    private static final Format<Duration> INTERVAL = Quantities.durationFrom(Duration.ofSeconds(1));
    private static final Format<Duration> TIMEOUT = Quantities.durationFrom(Duration.ofMillis(1));

    private EndpointsReader() {}

    /** @param postgres the cluster's block of that name, and what was read there */
    static EndpointsConfig read(Section endpoints, Section postgres, PostgresConfig members) {
        List<HostAndPort> primary = endpoints.readAll("primary", Addresses.HOST_AND_PORT);
        List<HostAndPort> replica = endpoints.readAll("replica", Addresses.HOST_AND_PORT);
        HostList hosts = Stream.concat(primary.stream(), replica.stream())
                .map(endpoint -> HostList.of(endpoint.host()))
                .reduce(members.passwordUse().hosts(), HostList::and);
        return new EndpointsConfig(
                primary,
                replica,
                endpoints.read("interval", INTERVAL),
                endpoints.read("timeout", TIMEOUT),
                login(endpoints, postgres, members, hosts));
    }

    /** As members are asked, with what is given here instead. */
    private static PostgresConfig login(Section endpoints, Section postgres, PostgresConfig members, HostList hosts) {
        endpoints.requireTogether("username", "password-file");
        Path passwordFile = endpoints.readIfGiven("password-file", Texts.READABLE_FILE);
        return new PostgresConfig(
                members.enabled(),
                Objects.requireNonNullElse(endpoints.readIfGiven("username", Texts.NON_BLANK), members.username()),
                passwordFile == null ? members.password() : Secret.inFile(passwordFile),
                Objects.requireNonNullElse(endpoints.readIfGiven("database", Texts.NON_BLANK), members.database()),
                Objects.requireNonNullElse(endpoints.readIfGiven("sslmode", PostgresReader.SSLMODE), members.sslmode()),
                members.sslRootCert(),
                members.clientCertificate(),
                new PasswordUse(requireAuth(endpoints, postgres, members, passwordFile), hosts),
                members.watched());
    }

    /** A password of its own is guarded where the members' role has none, too. */
    private static RequireAuth requireAuth(
            Section endpoints, Section postgres, PostgresConfig members, @Nullable Path ownPassword) {
        RequireAuth own = endpoints.readIfGiven("require-auth", RequireAuth.FORMAT);
        if (own != null) {
            return own;
        }
        return ownPassword == null
                ? members.passwordUse().requireAuth()
                : postgres.read("require-auth", RequireAuth.FORMAT);
    }
}
