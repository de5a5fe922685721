package io.greenlang.patroni.monitor.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * IP addresses that begin alike.
 *
 * @param address any of them
 * @param prefix how many leading bits they share
 */
public record IpNetwork(InetAddress address, int prefix) {
    /** Four decimal numbers, without the leading zeros that some programs take for octal. */
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:[.](?!$)|$)){4}");

    /** With a colon in it the JDK looks up no name. */
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

    /** @return empty for what is not an IP address; such as a name, a short form or one with a zone */
    static Optional<IpNetwork> ofAddress(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            return Optional.of(new IpNetwork(address, address.getAddress().length * Byte.SIZE));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** @param text an address, {@code /}, and the number of bits */
    static IpNetwork parse(String text) throws Refused {
        int slash = text.indexOf('/');
        Optional<IpNetwork> single = ofAddress(text.substring(0, slash));
        String bits = text.substring(slash + 1);
        if (single.isEmpty() || !PREFIX.matcher(bits).matches()) {
            throw new Refused("is not a network");
        }
        int prefix = Integer.parseInt(bits);
        if (prefix > single.get().prefix()) {
            throw new Refused("has more bits than an address");
        }
        return new IpNetwork(single.get().address(), prefix);
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int different = 0;
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            different |= (mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask;
        }
        return different == 0;
    }
}
