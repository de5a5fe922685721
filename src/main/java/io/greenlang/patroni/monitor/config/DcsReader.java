package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.DcsConfig.User;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The block {@code dcs} of a cluster. */
final class DcsReader {
    private static final Format<String> KIND = Texts.oneOf(Etcd3.KIND);

    private static final Format<String> NAMESPACE = new Format<>("text, such as service", text -> {
        String bare = text.replaceAll("^/+|/+$", "");
        if (bare.isBlank()) {
            throw new Refused("is empty");
        }
        return bare;
    });

    private static final Format<Integer> GROUP = Quantities.wholeNumber(0, 1_000_000);

    private DcsReader() {}

    /** Null when the DCS is not read. */
    static @Nullable DcsConfig read(Section dcs) {
        boolean wanted = dcs.readIfGiven("kind", KIND) != null;
        List<URI> endpoints = dcs.readAll("endpoints", Addresses.SEED);
        String namespace = dcs.read("namespace", NAMESPACE);
        Integer citusGroup = dcs.knows("citus-group") ? dcs.readIfGiven("citus-group", GROUP) : null;
        dcs.requireTogether("username", "password-file");
        String username = dcs.readIfGiven("username", Texts.NON_BLANK);
        Path passwordFile = dcs.readIfGiven("password-file", Texts.READABLE_FILE);
        ClusterConfig.Tls tls = ClusterReader.tls(dcs.block("tls"));
        if (dcs.isGiven("kind") != dcs.isGiven("endpoints")) {
            dcs.refuse(
                    dcs.isGiven("kind") ? "has a kind and no endpoints" : "has endpoints and no kind",
                    "allowed: both or neither");
            return null;
        }
        if (!wanted || endpoints.isEmpty()) {
            return null;
        }
        User user = username == null || passwordFile == null ? null : new User(username, Secret.inFile(passwordFile));
        return new Etcd3(endpoints, namespace, citusGroup, user, tls);
    }
}
