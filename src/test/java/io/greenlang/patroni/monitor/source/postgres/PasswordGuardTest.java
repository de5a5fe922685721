package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.PasswordUse;
import io.greenlang.patroni.monitor.config.HostList;
import io.greenlang.patroni.monitor.config.RequireAuth;
import io.greenlang.patroni.monitor.config.RequireAuth.Method;
import io.greenlang.patroni.monitor.config.Secret;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PasswordGuardTest {
    private static final RequireAuth MD5_TOO = new RequireAuth(Set.of(Method.MD5, Method.SCRAM_SHA_256));
    private static final Secret PASSWORD = Secret.ofValue("secret");

    @Test
    void asksEverybodyForScramByDefault() throws SQLException {
        assertThat(required(RequireAuth.SCRAM, "prefer", "10.0.0.1")).isEqualTo("scram-sha-256");
        assertThat(required(RequireAuth.SCRAM, "prefer", "10.0.0.9")).isEqualTo("scram-sha-256");
    }

    @Test
    void allowsMd5OnlyWhereTheConfigurationNamesTheHost() throws SQLException {
        assertThat(required(MD5_TOO, "prefer", "10.0.0.1")).isEqualTo("md5,scram-sha-256");
        assertThat(required(MD5_TOO, "prefer", "10.0.0.9")).isEqualTo("scram-sha-256");
        assertThat(required(MD5_TOO, "verify-ca", "10.0.0.9")).isEqualTo("scram-sha-256");
        assertThat(required(MD5_TOO, "verify-full", "10.0.0.9")).isEqualTo("md5,scram-sha-256");
        assertThat(required(RequireAuth.ANY, "prefer", "10.0.0.9")).isEqualTo("gss,sspi,scram-sha-256,none");
    }

    @Test
    void saysWhatToDoWhereNothingIsLeft() {
        RequireAuth md5 = new RequireAuth(Set.of(Method.MD5));

        SQLException refused = catchThrowableOfType(SQLException.class, () -> required(md5, "prefer", "10.0.0.9"));

        assertThat(refused.getMessage())
                .isEqualTo("password not sent: 10.0.0.9 is not named in the configuration, and postgres.require-auth"
                        + " allows it nothing else; add it to postgres.send-credentials-to");
    }

    @Test
    void hasNothingToGuardWithoutAPassword() throws SQLException {
        Properties driver = new Properties();
        PasswordGuard.of(config(RequireAuth.ANY, "prefer", null), "10.0.0.9").requireIn(driver);
        assertThat(driver).isEmpty();
    }

    @Test
    void explainsTheDriversRefusal() {
        SQLException driver = new SQLException("Authentication method is not allowed by requireAuth", "08004");

        SQLException told = PasswordGuard.of(config(RequireAuth.SCRAM, "prefer", PASSWORD), "10.0.0.1")
                .explain(driver);

        assertThat(told.getMessage())
                .isEqualTo("password not sent: the server asks otherwise than postgres.require-auth = scram-sha-256"
                        + " allows");
        assertThat(PasswordGuard.of(config(MD5_TOO, "prefer", PASSWORD), "10.0.0.9")
                        .explain(driver)
                        .getMessage())
                .endsWith("add it to postgres.send-credentials-to");
        SQLException other = new SQLException("connection refused");
        assertThat((Object) PasswordGuard.of(config(MD5_TOO, "prefer", PASSWORD), "10.0.0.9")
                        .explain(other))
                .isSameAs(other);
    }

    private static @Nullable String required(RequireAuth allowed, String sslmode, String host) throws SQLException {
        Properties driver = new Properties();
        PasswordGuard.of(config(allowed, sslmode, PASSWORD), host).requireIn(driver);
        return driver.getProperty("requireAuth");
    }

    private static PostgresConfig config(RequireAuth allowed, String sslmode, @Nullable Secret password) {
        PasswordUse use = new PasswordUse(allowed, HostList.of("10.0.0.1"));
        return new PostgresConfig(true, "m", password, "postgres", sslmode, null, null, use, Clients.WATCHED);
    }
}
