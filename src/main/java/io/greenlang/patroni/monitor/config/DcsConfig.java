package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The DCS that Patroni uses, to be read directly. */
public sealed interface DcsConfig permits DcsConfig.Etcd3, DcsConfig.Kubernetes, DcsConfig.Consul {
    /** The value of the key {@code kind}. */
    String kind();

    /** Base addresses, without a path; at least one. */
    List<URI> endpoints();

    Tls tls();

    /** Names the place of one cluster's keys, the same for everybody who is led there. */
    String keysOf(String scope);

    /** Whether both read the keys of one cluster, by whichever endpoint and as whichever user. */
    default boolean sharesKeys(String scope, DcsConfig other, String otherScope) {
        return kind().equals(other.kind())
                && keysOf(scope).equals(other.keysOf(otherScope))
                && endpoints().stream().anyMatch(other.endpoints()::contains);
    }

    /**
     * The same for one group of a Citus formation.
     *
     * @param citusGroup from zero; null for a cluster that is no part of one
     */
    DcsConfig ofGroup(@Nullable Integer citusGroup);

    /**
     * etcd, over the JSON gateway of its v3 API (etcd 3.4 and later).
     *
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

        @Override
        public String keysOf(String scope) {
            return prefix(scope);
        }

        /** What the keys of all clusters begin with; ends in a slash. */
        public String prefix() {
            return "/" + namespace + "/";
        }

        /** What the keys of one cluster begin with; ends in a slash. */
        public String prefix(String scope) {
            return "/" + below(namespace, scope, citusGroup);
        }
    }

    /**
     * The API server of Kubernetes.
     *
     * @param token null when none is sent
     */
    record Kubernetes(List<URI> endpoints, @Nullable Secret token, PatroniObjects objects, Tls tls)
            implements DcsConfig {
        public static final String KIND = "kubernetes";

        public Kubernetes {
            endpoints = List.copyOf(endpoints);
        }

        @Override
        public Kubernetes ofGroup(@Nullable Integer group) {
            PatroniObjects all = objects;
            return new Kubernetes(
                    endpoints,
                    token,
                    new PatroniObjects(all.namespace(), all.labels(), all.scopeLabel(), all.useEndpoints(), group),
                    tls);
        }

        @Override
        public String keysOf(String scope) {
            return below(objects.namespace(), scope, objects.citusGroup());
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * Which objects of Kubernetes are Patroni's.
     *
     * @param labels of every cluster, each as {@code name=value}
     * @param scopeLabel the label whose value is the scope
     * @param useEndpoints as in patroni.yml; null when whatever is there is to be taken
     * @param citusGroup from zero; null for a cluster that is no part of a Citus formation
     */
    record PatroniObjects(
            String namespace,
            List<String> labels,
            String scopeLabel,
            @Nullable Boolean useEndpoints,
            @Nullable Integer citusGroup) {
        public PatroniObjects {
            labels = List.copyOf(labels);
        }
    }

    /**
     * Consul, over the HTTP API of its agents.
     *
     * @param namespace what Patroni's keys begin with, without slashes at either end
     * @param citusGroup from zero; null for a cluster that is no part of a Citus formation
     * @param token null when none is sent
     */
    record Consul(
            List<URI> endpoints,
            String namespace,
            @Nullable Integer citusGroup,
            @Nullable Secret token,
            Tls tls) implements DcsConfig {
        public static final String KIND = "consul";

        public Consul {
            endpoints = List.copyOf(endpoints);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Consul ofGroup(@Nullable Integer group) {
            return new Consul(endpoints, namespace, group, token, tls);
        }

        @Override
        public String keysOf(String scope) {
            return prefix(scope);
        }

        /** What the keys of all clusters begin with; ends in a slash. */
        public String prefix() {
            return namespace + "/";
        }

        /** What the keys of one cluster begin with; ends in a slash. */
        public String prefix(String scope) {
            return below(namespace, scope, citusGroup);
        }
    }

    /** Who asks. */
    record User(String name, Secret password) {}

    private static String below(String namespace, String scope, @Nullable Integer citusGroup) {
        String cluster = namespace + "/" + scope + "/";
        return citusGroup == null ? cluster : cluster + citusGroup + "/";
    }
}
