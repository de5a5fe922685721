package io.greenlang.patroni.monitor.source.dcs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DcsConfig;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.DcsConfig.User;
import io.greenlang.patroni.monitor.config.InputLimits;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes what reads a DCS, and holds what all of these share. Safe for concurrent use. */
public final class DcsSources {
    private final Clock clock;
    /** A login lives as long as somebody uses it. */
    @GuardedBy("this") private final Map<Account, WeakReference<EtcdLogin>> logins = new HashMap<>();

    private record Account(Set<URI> endpoints, User user, Tls tls) {}

    /** @param clock stamps the answers */
    public DcsSources(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param scope what Patroni calls the cluster
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    public DcsSource source(DcsConfig config, String scope, InputLimits limits) {
        if (config instanceof DcsConfig.Etcd3 etcd) {
            return new EtcdSource(etcd, scope, limits, clock, new EtcdGateway(etcd, login(etcd), limits, clock));
        }
        if (config instanceof DcsConfig.Kubernetes kubernetes) {
            return new KubernetesSource(kubernetes, scope, limits, clock);
        }
        if (config instanceof DcsConfig.Consul consul) {
            return new ConsulSource(consul, scope, limits, clock);
        }
        throw new IllegalStateException("unknown kind " + config.kind());
    }

    /**
     * @param config without a Citus group
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    public DcsDirectory directory(DcsConfig config, InputLimits limits) {
        if (config instanceof DcsConfig.Etcd3 etcd) {
            return new EtcdDirectory(etcd, limits, clock, new EtcdGateway(etcd, login(etcd), limits, clock));
        }
        if (config instanceof DcsConfig.Kubernetes kubernetes) {
            return new KubernetesDirectory(kubernetes, limits, clock);
        }
        if (config instanceof DcsConfig.Consul consul) {
            return new ConsulDirectory(consul, limits, clock);
        }
        throw new IllegalStateException("unknown kind " + config.kind());
    }

    /** One for each user of an etcd, however many clusters are read there; null where the configuration has no user. */
    private synchronized @Nullable EtcdLogin login(Etcd3 config) {
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
