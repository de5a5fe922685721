package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The DCS that Patroni uses, to be read directly. */
public sealed interface DcsConfig permits DcsConfig.Etcd3 {
    /** The value of the key {@code kind}. */
    String kind();

    /**
     * The same for one group of a Citus formation.
     *
     * @param citusGroup from zero; null for a cluster that is no part of one
     */
    DcsConfig ofGroup(@Nullable Integer citusGroup);

    /**
     * etcd, over the JSON gateway of its v3 API (etcd 3.4 and later).
     *
     * @param endpoints base addresses for clients, without a path; at least one
     * @param namespace what Patroni's keys begin with, without slashes at either end
     * @param citusGroup from zero; null for a cluster that is no part of a Citus formation
     * @param user null when etcd asks for none
     */
    record Etcd3(
            List<URI> endpoints,
            String namespace,
            @Nullable Integer citusGroup,
            @Nullable User user,
            Tls tls) implements DcsConfig {
        public static final String KIND = "etcd3";

        public Etcd3 {
            endpoints = List.copyOf(endpoints);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Etcd3 ofGroup(@Nullable Integer group) {
            return new Etcd3(endpoints, namespace, group, user, tls);
        }

        /** What the keys of all clusters begin with; ends in a slash. */
        public String prefix() {
            return "/" + namespace + "/";
        }

        /** What the keys of one cluster begin with; ends in a slash. */
        public String prefix(String scope) {
            String cluster = prefix() + scope + "/";
            return citusGroup == null ? cluster : cluster + citusGroup + "/";
        }
    }

    /** Who asks. */
    record User(String name, Secret password) {}
}
