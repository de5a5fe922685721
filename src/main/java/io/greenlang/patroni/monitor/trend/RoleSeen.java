package io.greenlang.patroni.monitor.trend;

import java.util.Arrays;

/** What a member was, as far as it could be seen; of two in one bucket the one further down is kept. */
public enum RoleSeen {
    /** Not in the snapshot: not yet a member, no longer one, or there was no poll. */
    ABSENT('-'),
    REPLICA('R'),
    STANDBY_LEADER('S'),
    /** Holds the leader lock and accepts writes. */
    PRIMARY('P'),
    /** It answers, and nothing that it says tells its role. */
    UNKNOWN('?'),
    /** It gives no usable answer, and is not known to be down. */
    UNREADABLE('X'),
    /** A process that is needed there does not do its work. */
    DOWN('D'),
    /** Accepts writes and is not the leader. */
    WRITABLE_WITHOUT_LOCK('W');

    private final char code;

    RoleSeen(char code) {
        this.code = code;
    }

    /** In a snapshot, where it must not change. */
    char code() {
        return code;
    }

    /** @throws IllegalArgumentException for a code that no role has */
    static RoleSeen of(char code) {
        return Arrays.stream(values())
                .filter(role -> role.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no role has the code " + code));
    }

    /** Trouble outlasts its bucket; of two roles the newer one counts. */
    RoleSeen then(RoleSeen newer) {
        boolean trouble = compareTo(PRIMARY) > 0;
        return trouble && newer.compareTo(this) < 0 ? this : newer;
    }
}
