package io.greenlang.patroni.monitor.source.dcs;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which cluster a key is of, by its name below the namespace, whatever the DCS is: as Patroni names them. What is of no cluster,
 * such as another program's, is nobody's.
 */
final class FoundKeys {
    /** Patroni's own; each cluster that ever was has the first, until it is removed. */
    private static final Set<String> OF_A_CLUSTER = Set.of("initialize", "config", "leader", "history");

    private static final Pattern KEY = Pattern.compile("([^/]+)/(?:(0|[1-9]\\d{0,6})/)?([^/]+)(/.+)?", Pattern.DOTALL);

    private FoundKeys() {}

    /**
     * @param key such as {@code demo/members/patroni-0}
     * @param longest name that is taken
     */
    static Optional<FoundCluster> clusterOf(String key, int longest) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()
                || parts.group(1).length() > longest
                || parts.group(1).isBlank()) {
            return Optional.empty();
        }
        boolean isPatronis = parts.group(4) == null
                ? OF_A_CLUSTER.contains(parts.group(3))
                : parts.group(3).equals("members");
        return isPatronis
                ? Optional.of(new FoundCluster(
                        parts.group(1), parts.group(2) == null ? null : Integer.valueOf(parts.group(2))))
                : Optional.empty();
    }
}
