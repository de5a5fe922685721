package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.RequireAuth;
import io.greenlang.patroni.monitor.config.RequireAuth.Method;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a server at one host may ask for the password. The configuration decides; where it does not name the host, a server
 * that asks for the password itself, or for an MD5 hash of it, is refused even if the configuration allows that: the address
 * is one that the DCS has.
 *
 * @param allowed empty when nothing is
 * @param narrowed the host is not named, and would be allowed more if it were
 */
record PasswordGuard(Set<Method> allowed, boolean any, boolean narrowed, String host) {
    /** Of the driver, whose only message about it names neither method nor remedy. */
    private static final String REFUSED = "not allowed by requireAuth";

    static PasswordGuard of(PostgresConfig config, String host) {
        RequireAuth required = config.passwordUse().requireAuth();
        boolean trusted = config.password() == null
                || config.provesHosts()
                || config.passwordUse().hosts().contains(host);
        Set<Method> allowed = trusted ? required.methods() : required.withoutPassword();
        return new PasswordGuard(allowed, trusted && required.isAny(), !allowed.equals(required.methods()), host);
    }

    /** @throws SQLException when no method is left */
    void requireIn(Properties driver) throws SQLException {
        if (allowed.isEmpty()) {
            throw refused(null);
        }
        if (!any) {
            driver.setProperty("requireAuth", RequireAuth.names(allowed));
        }
    }

    /** The same failure, in words that tell what to do where it was this guard's. */
    SQLException explain(SQLException e) {
        return String.valueOf(e.getMessage()).contains(REFUSED) ? refused(e) : e;
    }

    private SQLException refused(@Nullable SQLException cause) {
        String what =
                "the server asks otherwise than postgres.require-auth = " + RequireAuth.names(allowed) + " allows";
        if (narrowed) {
            what = host + " is not named in the configuration, and postgres.require-auth allows it "
                    + (allowed.isEmpty() ? "nothing else" : "only " + RequireAuth.names(allowed))
                    + "; add it to postgres.send-credentials-to";
        }
        return new SQLInvalidAuthorizationSpecException("password not sent: " + what, "28000", cause);
    }
}
