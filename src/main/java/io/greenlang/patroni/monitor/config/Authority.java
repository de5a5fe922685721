package io.greenlang.patroni.monitor.config;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Host and port of an address. {@link URI#getHost()} gives no host for names that are in use all the same: with an
 * underscore ({@code tasks.db_node}, Docker Swarm), or with a last label that begins with a digit (a container's ID).
 *
 * @param host an IPv6 address stands in brackets
 * @param port 1 to 65535
 */
public record Authority(String host, int port) {
    private static final Pattern PARTS = Pattern.compile("(\\[.*]|[^:]*)(?::(.*))?");
    private static final Pattern LABELS = Pattern.compile("(?:\\w(?:[\\w-]*\\w)?)(?:\\.\\w(?:[\\w-]*\\w)?)*\\.?");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");
    private static final int NO_PORT = -1;
    private static final int HIGHEST_PORT = 65535;

    /** Of an http or https address that the configuration has; without a port it has the scheme's usual one. */
    public static Authority of(URI address) {
        try {
            return read(address, usualPort(address));
        } catch (Refused refused) {
            throw new IllegalArgumentException("an address that was read " + refused.wrong(), refused);
        }
    }

    /** @param usualPort where the address has none */
    static Authority read(URI address, int usualPort) throws Refused {
        String text = address.getRawAuthority() == null ? "" : address.getRawAuthority();
        if (text.contains("@")) {
            throw new Refused("has a user name in it");
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches() || !isHost(parts.group(1), address)) {
            throw new Refused("has no valid host name");
        }
        return new Authority(parts.group(1), port(parts.group(2), usualPort));
    }

    static int usualPort(URI address) {
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    /** The same for two ways to write it. */
    public Authority normalised() {
        return new Authority(host.toLowerCase(Locale.ROOT), port);
    }

    /** Whether it may stand where a host name does; an IPv4 address may, too. */
    static boolean isHostName(String text) {
        return LABELS.matcher(text).matches();
    }

    private static boolean isHost(String host, URI address) {
        return host.startsWith("[") ? host.equals(address.getHost()) : isHostName(host);
    }

    private static int port(@Nullable String text, int usual) throws Refused {
        if (text == null || text.isEmpty()) {
            return usual;
        }
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : NO_PORT;
        if (port < 1 || port > HIGHEST_PORT) {
            throw new Refused("has no valid port");
        }
        return port;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
