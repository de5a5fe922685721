package io.greenlang.patroni.monitor.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hosts that a secret may be sent to. A host is compared as it is written: a name with names, an IP address with addresses
 * and networks. No name is looked up, because what it resolves to may change before the connection is made.
 *
 * @param names in lower case; an IPv6 address has no brackets
 * @param networks IP addresses, one or many
 * @param templates host names that the configuration makes of a member's name
 */
public record HostList(Set<String> names, List<IpNetwork> networks, List<NameTemplate> templates) {
    public static final HostList NONE = new HostList(Set.of(), List.of(), List.of());

    public HostList {
        names = Set.copyOf(names);
        networks = List.copyOf(networks);
        templates = List.copyOf(templates);
    }

    /**
     * A host name or IP address as an address has it.
     *
     * @param host an IPv6 address may stand in brackets
     */
    public static HostList of(String host) {
        String plain = plain(host);
        return IpNetwork.ofAddress(plain)
                .map(address -> new HostList(Set.of(), List.of(address), List.of()))
                .orElseGet(() -> new HostList(Set.of(plain), List.of(), List.of()));
    }

    /**
     * @param template a host with {@value MemberAddresses#NAME} in it, or one that is the same for all members
     */
    static HostList ofTemplate(String template) {
        int at = template.indexOf(MemberAddresses.NAME);
        if (at < 0) {
            return of(template);
        }
        String rest = template.substring(at + MemberAddresses.NAME.length());
        boolean repeated = rest.contains(MemberAddresses.NAME);
        return repeated
                ? NONE
                : new HostList(
                        Set.of(), List.of(), List.of(new NameTemplate(plain(template.substring(0, at)), plain(rest))));
    }

    /** Those and these. */
    public HostList and(HostList more) {
        return new HostList(
                Stream.concat(names.stream(), more.names.stream()).collect(Collectors.toUnmodifiableSet()),
                Stream.concat(networks.stream(), more.networks.stream())
                        .distinct()
                        .toList(),
                Stream.concat(templates.stream(), more.templates.stream())
                        .distinct()
                        .toList());
    }

    /** @param host as it stands in the address that will be connected to */
    public boolean contains(String host) {
        String plain = plain(host);
        return IpNetwork.ofAddress(plain)
                .map(address -> networks.stream().anyMatch(network -> network.contains(address.address())))
                .orElseGet(
                        () -> names.contains(plain) || templates.stream().anyMatch(template -> template.makes(plain)));
    }

    private static String plain(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        String lower = bare.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /**
     * The host names that the configuration makes of members' names, which the DCS says. Without a domain behind the name, a
     * name with a dot or one that is a number could lead anywhere, so that it counts as made by the DCS.
     *
     * @param before the member's name, in lower case
     * @param after it
     */
    public record NameTemplate(String before, String after) {
        private static final Pattern LABELS = Pattern.compile("[\\w-]+(?:\\.[\\w-]+)*");
        private static final Pattern ONE_LABEL = Pattern.compile("[\\w-]*[a-z_-][\\w-]*");

        /** @param host in lower case, not an IP address */
        boolean makes(String host) {
            if (host.length() <= before.length() + after.length()
                    || !host.startsWith(before)
                    || !host.endsWith(after)) {
                return false;
            }
            String name = host.substring(before.length(), host.length() - after.length());
            Pattern allowed = after.startsWith(".") ? LABELS : ONE_LABEL;
            return allowed.matcher(name).matches();
        }
    }
}
