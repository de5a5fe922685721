package io.greenlang.patroni.monitor.net;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.HostList;
import java.net.URI;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/**
 * Who may have a cluster's secrets, and be quoted: the hosts that the configuration names, and those at whose addresses its
 * DNS name was found. Who proves himself by TLS may have secrets, too. Safe for concurrent use.
 */
public final class Recipients {
    private final HostList named;
    private final boolean tlsProves;
    private final String key;
    private volatile Set<String> found = Set.of();

    /** @param key where the configuration takes more of them, for people */
    public Recipients(HostList named, Tls tls, String key) {
        this.named = named;
        this.tlsProves = tls.provesHosts();
        this.key = key;
    }

    /** The seeds as they were found last; none where DNS did not answer, which takes nothing from those found before. */
    public void found(Collection<URI> seeds) {
        if (!seeds.isEmpty()) {
            found = seeds.stream()
                    .map(seed -> HttpUrl.parse(seed.toString()))
                    .flatMap(url -> url == null ? Stream.empty() : Stream.of(url.host()))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    boolean mayHaveSecrets(HttpUrl to) {
        return areNamed(to) || (to.isHttps() && tlsProves);
    }

    /** Whether what is answered there may be shown to people. */
    public boolean areNamed(HttpUrl to) {
        return named.contains(to.host()) || found.contains(to.host());
    }

    String key() {
        return key;
    }
}
