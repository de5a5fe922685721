package io.greenlang.patroni.monitor.trend;

/** What a member was, as far as it could be seen; of two in one bucket the one further down is kept. */
public enum RoleSeen {
    /** Not in the picture: not yet a member, no longer one, or there was no poll. */
    ABSENT,
    REPLICA,
    STANDBY_LEADER,
    /** Holds the leader lock and accepts writes. */
    PRIMARY,
    /** It answers, and nothing that it says tells its role. */
    UNKNOWN,
    /** It gives no usable answer, and is not known to be down. */
    UNREADABLE,
    /** A process that is needed there does not do its work. */
    DOWN,
    /** Accepts writes and is not the leader. */
    WRITABLE_WITHOUT_LOCK;

    /** Trouble outlasts its bucket; of two roles the newer one counts. */
    RoleSeen then(RoleSeen newer) {
        boolean trouble = compareTo(PRIMARY) > 0;
        return trouble && newer.compareTo(this) < 0 ? this : newer;
    }
}
