package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the members wrote into the DCS. Times are rounds. */
final class Dcs {
    static final int TTL = 6;

    enum Health {
        WELL,
        READ_ONLY,
        /** Answers from a cache, takes no writes. */
        FROZEN,
        DOWN;

        boolean answers() {
            return this != DOWN;
        }

        boolean takesWrites() {
            return this == WELL;
        }
    }

    /** What a member published about itself; timeline 0 when it did not say. */
    record MemberKey(int touched, String state, int timeline, long lsn) {}

    record Schedule(int round, String from) {}

    Health health = Health.WELL;
    /** The last round in which it took writes. */
    int lastWritable;

    @Nullable String owner;

    int renewed;
    long leaderLsn;
    int timeline = 1;
    boolean paused;

    @Nullable Schedule schedule;
    /** Whom a switchover is meant for. */
    @Nullable String candidate;

    final Map<String, MemberKey> members = new TreeMap<>();
    final List<Entry> history = new ArrayList<>();

    /** Who owns a leader key that has not expired. */
    @Nullable String holder(int round) {
        return round - renewed <= TTL ? owner : null;
    }

    void take(String member, int round) {
        owner = member;
        renewed = round;
        candidate = null;
    }

    void release() {
        owner = null;
    }

    /** Members whose key has not expired; nothing expires in a DCS that takes no writes. */
    boolean lists(String member) {
        MemberKey key = members.get(member);
        return key != null && lastWritable - key.touched() <= TTL;
    }
}
