package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.DcsConfig.Consul;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.DcsConfig.Kubernetes;
import io.greenlang.patroni.monitor.config.DcsConfig.User;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The block {@code dcs} of a cluster, and what a block below {@code discover} has in common with it. */
final class DcsReader {
    static final Format<String> KIND = Texts.oneOf(Etcd3.KIND, Kubernetes.KIND, Consul.KIND);

    private static final Format<Integer> GROUP = Quantities.wholeNumber(0, 1_000_000);

    private static final Format<String> NAMESPACE = new Format<>("text, such as service", text -> {
        String bare = text.replaceAll("^/+|/+$", "");
        if (bare.isBlank()) {
            throw new Refused("is empty");
        }
        return bare;
    });

    /** Keys that not every kind has. */
    private static final Map<String, Set<String>> KINDS = new TreeMap<>(Map.of(
            "username", Set.of(Etcd3.KIND),
            "password-file", Set.of(Etcd3.KIND),
            "token-file", Set.of(Kubernetes.KIND, Consul.KIND),
            "labels", Set.of(Kubernetes.KIND),
            "scope-label", Set.of(Kubernetes.KIND),
            "use-endpoints", Set.of(Kubernetes.KIND)));

    private DcsReader() {}

    /** Null when the DCS is not read. */
    static @Nullable DcsConfig read(Section dcs) {
        return read(dcs, ServiceAccount.OF_THIS_POD);
    }

    static @Nullable DcsConfig read(Section dcs, ServiceAccount account) {
        String kind = dcs.readIfGiven("kind", KIND);
        List<URI> endpoints = dcs.readAll("endpoints", Addresses.SEED);
        if (kind == null) {
            if (!dcs.isGiven("kind") && dcs.isGiven("endpoints")) {
                dcs.refuse("has endpoints and no kind", "allowed: both or neither");
            }
            return null;
        }
        KINDS.forEach((key, kinds) -> {
            if (!kinds.contains(kind) && dcs.isWritten(key) && dcs.isGiven(key)) {
                dcs.refuse(
                        key,
                        "is not used with kind = " + kind,
                        "allowed: with " + String.join(" or ", new TreeSet<>(kinds)));
            }
        });
        if (kind.equals(Kubernetes.KIND)) {
            return new KubernetesReader(dcs, account).read(endpoints);
        }
        DcsConfig read = kind.equals(Etcd3.KIND) ? etcd(dcs, endpoints) : consul(dcs, endpoints);
        if (!dcs.isGiven("endpoints")) {
            dcs.refuse("has a kind and no endpoints", "allowed: both or neither");
        }
        return endpoints.isEmpty() ? null : read;
    }

    /** Null for a cluster that is no part of a Citus formation, and for a place where clusters are found. */
    static @Nullable Integer group(Section dcs) {
        return dcs.knows("citus-group") ? dcs.readIfGiven("citus-group", GROUP) : null;
    }

    private static DcsConfig etcd(Section dcs, List<URI> endpoints) {
        dcs.requireTogether("username", "password-file");
        String username = dcs.readIfGiven("username", Texts.NON_BLANK);
        Path passwordFile = dcs.readIfGiven("password-file", Texts.READABLE_FILE);
        return new Etcd3(
                endpoints,
                dcs.read("namespace", NAMESPACE),
                group(dcs),
                username == null || passwordFile == null ? null : new User(username, Secret.inFile(passwordFile)),
                ClusterReader.tls(dcs.block("tls")));
    }

    private static DcsConfig consul(Section dcs, List<URI> endpoints) {
        return new Consul(
                endpoints,
                dcs.read("namespace", NAMESPACE),
                group(dcs),
                token(dcs),
                ClusterReader.tls(dcs.block("tls")));
    }

    static @Nullable Secret token(Section dcs) {
        Path file = dcs.readIfGiven("token-file", Texts.READABLE_FILE);
        return file == null ? null : Secret.inFile(file);
    }
}
