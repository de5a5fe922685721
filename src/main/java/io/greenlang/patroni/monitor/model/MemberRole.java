package io.greenlang.patroni.monitor.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The role that {@code /cluster} gives a member: who owns the leader key, not what PostgreSQL does. */
public enum MemberRole {
    LEADER,
    STANDBY_LEADER,
    SYNC_STANDBY,
    /** Patroni 4.0 and later. */
    QUORUM_STANDBY,
    REPLICA,
    /** A word that this version of the monitor does not know. */
    OTHER,
    /** Not told. */
    UNKNOWN;

    /** @param text null when it is not told */
    public static MemberRole parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return UNKNOWN;
        }
        for (MemberRole role : values()) {
            if (role != OTHER && role != UNKNOWN && role.label().equals(text)) {
                return role;
            }
        }
        return OTHER;
    }

    /** Owns the leader key, of a normal or of a standby cluster. */
    public boolean isLeader() {
        return this == LEADER || this == STANDBY_LEADER;
    }

    /** As Patroni writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
