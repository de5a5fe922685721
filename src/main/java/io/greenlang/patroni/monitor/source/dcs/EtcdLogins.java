package io.greenlang.patroni.monitor.source.dcs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.DcsConfig.User;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One login for each user of an etcd, however many clusters are read there. Safe for concurrent use. */
final class EtcdLogins {
    private final Clock clock;
    /** A login lives as long as somebody uses it. */
    @GuardedBy("this") private final Map<Account, WeakReference<EtcdLogin>> logins = new HashMap<>();

    private record Account(Set<URI> endpoints, User user, Tls tls) {}

    EtcdLogins(Clock clock) {
        this.clock = clock;
    }

    /** Null where the configuration has no user. */
    synchronized @Nullable EtcdLogin of(Etcd3 config) {
        if (config.user() == null) {
            return null;
        }
        logins.values().removeIf(login -> login.refersTo(null));
        Account account = new Account(Set.copyOf(config.endpoints()), config.user(), config.tls());
        WeakReference<EtcdLogin> known = logins.get(account);
        EtcdLogin login = Objects.requireNonNullElseGet(
                known == null ? null : known.get(), () -> new EtcdLogin(account.user(), clock));
        logins.put(account, new WeakReference<>(login));
        return login;
    }
}
