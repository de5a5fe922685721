package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.config.DcsConfig;
import io.greenlang.patroni.monitor.config.InputLimits;
import java.time.Clock;

/** Makes what reads a DCS, and holds what all of these share. Safe for concurrent use. */
public final class DcsSources {
    private final Clock clock;
    private final EtcdLogins logins;

    /** @param clock stamps the answers */
    public DcsSources(Clock clock) {
        this.clock = clock;
        this.logins = new EtcdLogins(clock);
    }

    /**
     * @param scope what Patroni calls the cluster
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    public DcsSource source(DcsConfig config, String scope, InputLimits limits) {
        if (config instanceof DcsConfig.Etcd3 etcd) {
            return new EtcdSource(etcd, scope, limits, clock, new EtcdGateway(etcd, logins.of(etcd), limits, clock));
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
            return new EtcdDirectory(etcd, limits, clock, new EtcdGateway(etcd, logins.of(etcd), limits, clock));
        }
        if (config instanceof DcsConfig.Kubernetes kubernetes) {
            return new KubernetesDirectory(kubernetes, limits, clock);
        }
        if (config instanceof DcsConfig.Consul consul) {
            return new ConsulDirectory(consul, limits, clock);
        }
        throw new IllegalStateException("unknown kind " + config.kind());
    }
}
