package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.Authority;
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
import org.jspecify.annotations.Nullable;

/** The addresses that the configuration names, and whether two addresses are one. Looks names up, so it may block. */
final class SeedAddresses {
    /** A name of more members than anybody has. */
    private static final int MOST_OF_DNS = 1000;

    private SeedAddresses() {}

    /** In the order of the configuration, each once; those of a DNS name that has none now are missing. */
    static List<URI> of(Discovery discovery) {
        Set<URI> addresses = new LinkedHashSet<>(discovery.seeds());
        Optional.ofNullable(discovery.dns()).ifPresent(name -> addresses.addAll(resolve(name, discovery.dnsScheme())));
        return List.copyOf(addresses);
    }

    /** Both lead to the same port of the same host, by name or by address. */
    static boolean areOne(URI seed, @Nullable String apiUrl) {
        if (apiUrl == null) {
            return false;
        }
        Authority one = of(seed);
        Authority other = of(URI.create(apiUrl));
        return one.equals(other) || (one.port() == other.port() && !disjoint(one.host(), other.host()));
    }

    /** Both are written alike; looks no name up. */
    static boolean haveOneName(URI seed, @Nullable String apiUrl) {
        return apiUrl != null && of(seed).equals(of(URI.create(apiUrl)));
    }

    private static Authority of(URI address) {
        return Authority.of(address).normalised();
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
                    .limit(MOST_OF_DNS)
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
