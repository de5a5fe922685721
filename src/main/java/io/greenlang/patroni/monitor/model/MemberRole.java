package io.greenlang.patroni.monitor.model;

import java.util.Locale;

/** The role that {@code /cluster} gives a member: who owns the leader key, not what PostgreSQL does. */
public enum MemberRole {
    LEADER,
    STANDBY_LEADER,
    SYNC_STANDBY,
    /** Patroni 4.0 and later. */
    QUORUM_STANDBY,
    REPLICA,
    /** A word this version of the daemon does not know. */
    OTHER;

    public static MemberRole parse(String text) {
        for (MemberRole role : values()) {
            if (role != OTHER && role.label().equals(text)) {
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
