package io.greenlang.patroni.monitor.config;

import java.util.regex.Pattern;

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
        if (host.length() <= before.length() + after.length() || !host.startsWith(before) || !host.endsWith(after)) {
            return false;
        }
        String name = host.substring(before.length(), host.length() - after.length());
        Pattern allowed = after.startsWith(".") ? LABELS : ONE_LABEL;
        return allowed.matcher(name).matches();
    }
}
