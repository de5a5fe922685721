package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The addresses that the configuration names, and whether two addresses are one. Looks names up, so it may block. */
final class SeedAddresses {
    private SeedAddresses() {}

    /** In the order of the configuration, each once; those of a DNS name that has none now are missing. */
    static List<URI> of(Discovery discovery) {
        Set<URI> addresses = new LinkedHashSet<>(discovery.seeds());
        Optional.ofNullable(discovery.dns()).ifPresent(name -> addresses.addAll(resolve(name, discovery.dnsScheme())));
        return List.copyOf(addresses);
    }

    /** Both lead to the same port of the same host, by name or by address. */
    static boolean areOne(URI seed, @Nullable String apiUrl) {
        return read(seed, apiUrl)
                .filter(both -> both.haveOneName()
                        || !disjoint(both.one().host(), both.other().host()))
                .isPresent();
    }

    /** Both are written alike; looks no name up. */
    static boolean haveOneName(URI seed, @Nullable String apiUrl) {
        return read(seed, apiUrl).filter(Pair::haveOneName).isPresent();
    }

    /** On the same port. */
    private record Pair(HttpUrl one, HttpUrl other) {
        boolean haveOneName() {
            return one.host().equals(other.host());
        }
    }

    private static Optional<Pair> read(URI seed, @Nullable String apiUrl) {
        HttpUrl one = HttpUrl.parse(seed.toString());
        HttpUrl other = apiUrl == null ? null : HttpUrl.parse(apiUrl);
        return one == null || other == null || one.port() != other.port()
                ? Optional.empty()
                : Optional.of(new Pair(one, other));
    }

    private static boolean disjoint(String host, String other) {
        try {
            Set<InetAddress> addresses = Set.of(InetAddress.getAllByName(host));
            return Arrays.stream(InetAddress.getAllByName(other)).noneMatch(addresses::contains);
        } catch (UnknownHostException e) {
            return true;
        }
    }

    private static List<URI> resolve(HostAndPort name, String scheme) {
        try {
            return Arrays.stream(InetAddress.getAllByName(name.host()))
                    .map(address -> URI.create(scheme + "://" + literal(address) + ":" + name.port()))
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
