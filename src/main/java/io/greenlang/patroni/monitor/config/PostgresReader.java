package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.ClusterConfig.ClientCertificate;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.PasswordUse;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The block {@code postgres} of a cluster. */
final class PostgresReader {
    static final Format<String> SSLMODE =
            Texts.oneOf("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private static final Format<Integer> DATABASES = Quantities.wholeNumber(1, 1000);

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
}
