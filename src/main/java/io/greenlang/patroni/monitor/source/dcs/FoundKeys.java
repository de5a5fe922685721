package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters there are, by the names of keys below the namespace, whatever the DCS is: as Patroni names them. What is of no
 * cluster, such as another program's, is nobody's. For one thread.
 */
final class FoundKeys {
    /** Patroni's own; each cluster that ever was has the first, until it is removed. */
    private static final Set<String> OF_A_CLUSTER = Set.of("initialize", "config", "leader", "history");

    private static final Pattern KEY = Pattern.compile("([^/]+)/(?:(0|[1-9]\\d{0,6})/)?([^/]+)(/.+)?", Pattern.DOTALL);

    private final int longest;
    private final Set<FoundCluster> clusters = new TreeSet<>();
    private final Set<String> tooLong = new TreeSet<>();

    /** @param longest name that is taken */
    FoundKeys(int longest) {
        this.longest = longest;
    }

    /**
     * @param key such as {@code demo/members/patroni-0}
     * @throws UnusableAnswerException when there are more than {@link Listing#MOST}: a part would be taken for the whole
     */
    void add(String key) throws UnusableAnswerException {
        clusterOf(key).ifPresent(one -> {
            if (one.scope().length() <= longest) {
                clusters.add(one);
            } else {
                tooLong.add(one.scope().substring(0, longest));
            }
        });
        if (clusters.size() + tooLong.size() > Listing.MOST) {
            throw new UnusableAnswerException(FailureKind.TOO_LARGE, "more than " + Listing.MOST + " clusters");
        }
    }

    /** @param store null where the DCS does not tell */
    Listing listing(@Nullable String store) {
        return new Listing(clusters, tooLong, store);
    }

    private static Optional<FoundCluster> clusterOf(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches() || parts.group(1).isBlank()) {
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
