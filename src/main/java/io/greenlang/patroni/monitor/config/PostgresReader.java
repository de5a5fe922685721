package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.ClusterConfig.ClientCertificate;
import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.PasswordUse;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The blocks {@code postgres} and {@code client-endpoints} of a cluster: how the monitor connects to PostgreSQL. */
final class PostgresReader {
    private static final Format<String> SSLMODE =
            Texts.oneOf("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private static final Format<Integer> DATABASES = Quantities.wholeNumber(1, 1000);
    private static final Format<Duration> INTERVAL = Quantities.durationFrom(Duration.ofSeconds(1));
    private static final Format<Duration> TIMEOUT = Quantities.durationFrom(Duration.ofMillis(1));

    private PostgresReader() {}

    static PostgresConfig read(Section postgres, HostList named) {
        Secret password = password(postgres);
        return new PostgresConfig(
                postgres.read("enabled", Texts.SWITCH),
                postgres.read("username", Texts.NON_BLANK),
                password,
                postgres.read("database", Texts.NON_BLANK),
                postgres.read("sslmode", SSLMODE),
                postgres.readIfGiven("ssl-root-cert", Texts.READABLE_FILE),
                clientCertificate(postgres),
                new PasswordUse(requireAuth(postgres, password), ClusterReader.trusted(postgres, named)),
                new Watched(
                        Set.copyOf(postgres.readAll("databases", Texts.NON_BLANK)),
                        postgres.read("max-databases", DATABASES),
                        Set.copyOf(postgres.readAll("long-transaction-roles", Texts.NON_BLANK))));
    }

    /** The default is there for the password's sake: a role that has none may log in by trust, peer or certificate. */
    private static RequireAuth requireAuth(Section postgres, @Nullable Secret password) {
        RequireAuth required = postgres.read("require-auth", RequireAuth.FORMAT);
        return password == null && !postgres.isWritten("require-auth") ? RequireAuth.ANY : required;
    }

    private static @Nullable Secret password(Section postgres) {
        postgres.refuseTogether("password", "password-file");
        Path file = postgres.readIfGiven("password-file", Texts.READABLE_FILE);
        String value = postgres.readIfGiven("password", Texts.ANY);
        if (file != null) {
            return Secret.inFile(file);
        }
        if (value != null && !postgres.isOfEnvironment("password")) {
            postgres.refuse(
                    "password",
                    "stands in the file itself",
                    "allowed: password-file, or the environment: password = ${?PGPASSWORD}");
        }
        return value == null ? null : Secret.ofValue(value);
    }

    private static @Nullable ClientCertificate clientCertificate(Section postgres) {
        postgres.requireTogether("ssl-cert", "ssl-key");
        Path certificate = postgres.readIfGiven("ssl-cert", Texts.READABLE_FILE);
        Path key = postgres.readIfGiven("ssl-key", Texts.READABLE_FILE);
        return certificate == null || key == null ? null : new ClientCertificate(certificate, key);
    }

    /**
     * The block {@code client-endpoints}.
     *
     * @param postgres the cluster's block of that name, and what was read there
     */
    static EndpointsConfig endpoints(Section endpoints, Section postgres, PostgresConfig members) {
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
                Objects.requireNonNullElse(endpoints.readIfGiven("sslmode", SSLMODE), members.sslmode()),
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
