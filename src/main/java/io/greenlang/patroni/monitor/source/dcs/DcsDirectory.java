package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.config.DcsConfig;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * Which clusters live in one namespace of the DCS. A question blocks the caller; whatever the DCS does becomes an
 * {@link Answer}, never an exception. It is only ever read. One thread at a time.
 */
public interface DcsDirectory extends AutoCloseable {
    /**
     * All of them, or a failure: never a part.
     *
     * @param timeout for all questions together
     */
    Answer<Set<FoundCluster>> clusters(Duration timeout);

    /** Ends the questions in flight. */
    @Override
    void close();

    /**
     * @param config without a Citus group
     * @param clock stamps the answers
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    static DcsDirectory of(DcsConfig config, InputLimits limits, Clock clock) {
        if (config instanceof DcsConfig.Etcd3 etcd) {
            return new EtcdDirectory(etcd, limits, clock);
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
