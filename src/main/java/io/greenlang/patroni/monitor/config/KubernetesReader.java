package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DcsConfig.Kubernetes;
import io.greenlang.patroni.monitor.config.DcsConfig.PatroniObjects;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code dcs} with {@code kind = kubernetes}. Without endpoints it is the API server of the pod in which this runs, and what the
 * pod's service account has stands for what is not given.
 */
final class KubernetesReader {
    /** A name, which may have the name of a domain before it. */
    private static final String LABEL = "(?:[a-z0-9][a-z0-9.-]*/)?[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";

    private static final Format<String> NAMESPACE = matching(
            "the name of a Kubernetes namespace, in lower case without dots or slashes, such as databases",
            "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private static final Format<String> SCOPE_LABEL = matching("the name of a label, such as cluster-name", LABEL);

    private static final Format<String> LABELS = matching(
            "name=value as in kubernetes.labels of patroni.yml, such as application=patroni",
            LABEL + "=(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)?");

    /** Empty for auto. */
    private static final Format<Optional<Boolean>> USE_ENDPOINTS = new Format<>(
            "auto, on or off, true or false",
            text -> text.equals("auto") ? Optional.empty() : Optional.of(Texts.SWITCH.parse(text)));

    private final Section dcs;
    private final ServiceAccount account;

    KubernetesReader(Section dcs, ServiceAccount account) {
        this.dcs = dcs;
        this.account = account;
    }

    private static Format<String> matching(String allowed, String pattern) {
        Pattern whole = Pattern.compile(pattern);
        return new Format<>(allowed, text -> {
            if (!whole.matcher(text).matches()) {
                throw new Refused("is none");
            }
            return text;
        });
    }

    /** Null when it can't be asked. */
    @Nullable Kubernetes read(List<URI> given) {
        boolean ofThisPod = !dcs.isGiven("endpoints");
        Tls tls = ClusterReader.tls(dcs.block("tls"));
        Secret token = DcsReader.token(dcs);
        String namespace = dcs.isWritten("namespace") ? dcs.read("namespace", NAMESPACE) : null;
        if (ofThisPod) {
            token = token == null && tls.certFile() == null ? account.token() : token;
            tls = tls.caFile() == null ? withAuthority(tls) : tls;
            namespace = namespace == null ? account.namespace() : namespace;
        }
        PatroniObjects objects = new PatroniObjects(
                namespace == null ? "" : namespace,
                dcs.readAll("labels", LABELS),
                dcs.read("scope-label", SCOPE_LABEL),
                dcs.read("use-endpoints", USE_ENDPOINTS).orElse(null),
                DcsReader.group(dcs));
        List<URI> endpoints = ofThisPod ? account.endpoints() : given;
        if (ofThisPod && endpoints.isEmpty()) {
            dcs.refuse(
                    "has no endpoints, and this is not a pod of Kubernetes",
                    "allowed: the API server's address, such as [\"https://10.0.0.1:6443\"]");
        } else if (namespace == null) {
            dcs.refuse("has no namespace", "allowed: the namespace of Patroni's pods");
        } else if (ofThisPod && token == null && tls.certFile() == null) {
            dcs.refuse(
                    "has no token-file, and no service account's token is mounted into this pod",
                    "allowed: a token-file, or automountServiceAccountToken: true");
        }
        return endpoints.isEmpty() ? null : new Kubernetes(endpoints, token, objects, tls);
    }

    private Tls withAuthority(Tls tls) {
        return new Tls(account.authority(), tls.certFile(), tls.keyFile(), tls.verifyHostname());
    }
}
