package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Formats of where something is. */
final class Addresses {
    /** The base address of a REST API; {@code /patroni}, which Patroni itself writes behind it, is taken off. */
    static final Format<URI> SEED =
            new Format<>("http://host:port or https://host:port, without a path or a password", Addresses::seed);

    /** Where a web application is, below a path or not. */
    static final Format<URI> BASE =
            new Format<>("http://host:port/path or https://host:port/path, without a password", Addresses::base);

    static final Format<HostAndPort> HOST_AND_PORT =
            new Format<>("host:port, with a port from 1 to 65535", Addresses::hostAndPort);

    /** A seed for every member. */
    static final Format<String> SEED_TEMPLATE = new Format<>(
            "http://host:port or https://host:port with " + MemberAddresses.NAME + " for the member's name",
            text -> restored(seed(filled(text)).toString()));

    static final Format<HostAndPort> HOST_TEMPLATE = new Format<>(
            "host:port with " + MemberAddresses.NAME + " for the member's name, and a port from 1 to 65535", text -> {
                HostAndPort filled = hostAndPort(filled(text));
                return new HostAndPort(restored(filled.host()), filled.port());
            });

    /** A page of every member, or one for all of them. */
    static final Format<MemberUrl> METRICS = new Format<>(
            "http://host:port/path or https://host:port/path, with " + MemberAddresses.NAME
                    + " for the member's name or " + MemberUrl.HOST + " for its host, without a password",
            Addresses::metrics);

    /** Whom a secret may be sent to. */
    static final Format<HostList> TRUSTED =
            new Format<>("a host name, an IP address, or a network such as 10.0.1.0/24", Addresses::trusted);

    /** A name that nobody has, in the place of one that is not known yet. */
    private static final String SOMEBODY = "somebody-5f0c";

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Set<String> PATHS = Set.of("", "/", "/patroni", "/patroni/");

    private Addresses() {}

    private static URI seed(String text) throws Refused {
        URI uri = http(text);
        if (!PATHS.contains(uri.getRawPath())) {
            throw new Refused("has a path");
        }
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    }

    private static URI base(String text) throws Refused {
        URI uri = http(text);
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority()
                + uri.getRawPath().replaceFirst("/+$", ""));
    }

    /** A query is allowed: that of Prometheus' federation names what is wanted. */
    private static MemberUrl metrics(String text) throws Refused {
        MemberUrl template = new MemberUrl(text);
        URI filled = uri(template.of(SOMEBODY, SOMEBODY).orElse(text));
        if (filled.getRawFragment() != null) {
            throw new Refused("has a fragment");
        }
        http(filled.toString().replaceFirst("[?].*$", ""));
        return template;
    }

    private static URI http(String text) throws Refused {
        URI uri = uri(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            throw new Refused("is neither http nor https");
        }
        Authority.read(uri, Authority.usualPort(uri));
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new Refused("has more than a path behind the host");
        }
        return URI.create(scheme + "://" + uri.getRawAuthority() + uri.getRawPath());
    }

    private static HostAndPort hostAndPort(String text) throws Refused {
        Authority authority = Authority.read(uri("dns://" + text), 0);
        if (authority.port() == 0) {
            throw new Refused("has no valid port");
        }
        if (!authority.toString().equals(text)) {
            throw new Refused("is more than a host and a port");
        }
        return new HostAndPort(authority.host(), authority.port());
    }

    private static HostList trusted(String text) throws Refused {
        if (text.contains("/")) {
            return new HostList(Set.of(), List.of(IpNetwork.parse(text)), List.of());
        }
        if (IpNetwork.ofAddress(text).isEmpty() && !Authority.isHostName(text)) {
            throw new Refused("is not a host");
        }
        return HostList.of(text);
    }

    private static String filled(String template) throws Refused {
        if (!template.contains(MemberAddresses.NAME)) {
            throw new Refused("has no " + MemberAddresses.NAME);
        }
        return template.replace(MemberAddresses.NAME, SOMEBODY);
    }

    private static String restored(String filled) {
        return filled.replace(SOMEBODY, MemberAddresses.NAME);
    }

    private static URI uri(String text) throws Refused {
        try {
            return new URI(text);
        } catch (URISyntaxException notAUri) {
            throw new Refused("is not an address");
        }
    }
}
