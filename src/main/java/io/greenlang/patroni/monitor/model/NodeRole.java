package io.greenlang.patroni.monitor.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The role that a node's own {@code /patroni} gives: from {@code pg_is_in_recovery()} while SQL works, from Patroni's
 * memory otherwise.
 */
public enum NodeRole {
    /** {@code master} until Patroni 3.3, {@code primary} from 4.0. */
    PRIMARY,
    STANDBY_LEADER,
    REPLICA,
    /** A former leader on its way to replica. */
    DEMOTED,
    /** Has the lock, is still in recovery (Patroni 3.0 and later). */
    PROMOTED,
    UNINITIALIZED,
    /** A word that this version of the monitor does not know. */
    OTHER,
    /** Not told. */
    UNKNOWN;

    /** @param text null when it is not told */
    public static NodeRole parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return UNKNOWN;
        }
        if ("master".equals(text)) {
            return PRIMARY;
        }
        for (NodeRole role : values()) {
            if (role != OTHER && role != UNKNOWN && role.label().equals(text)) {
                return role;
            }
        }
        return OTHER;
    }

    /** As Patroni 4 writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
