package io.greenlang.patroni.monitor.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The DCS as one member sees it: {@code GET /cluster}. A member that is dead for longer than the ttl is missing here.
 *
 * @param scope null before Patroni 3.2.0
 * @param members may be empty
 * @param scheduledRestarts by member
 * @param leftOut entries that are not watched: they name no member, or one again, or are more than the configuration takes
 */
public record ClusterView(
        @Nullable String scope,
        List<ListedMember> members,
        boolean paused,
        @Nullable ScheduledSwitchover scheduledSwitchover,
        List<ScheduledRestart> scheduledRestarts,
        LeftOut leftOut) {

    /**
     * Entries of {@code /cluster} that are not watched.
     *
     * @param count of the entries
     * @param words for people, a few lines: {@code entry 3 has no name}
     */
    public record LeftOut(int count, List<String> words) {
        public static final LeftOut NOTHING = new LeftOut(0, List.of());

        public LeftOut {
            words = List.copyOf(words);
        }
    }

    public ClusterView {
        members = List.copyOf(members);
        scheduledRestarts = List.copyOf(scheduledRestarts);
    }

    /** Every entry could be read. */
    public ClusterView(
            @Nullable String scope,
            List<ListedMember> members,
            boolean paused,
            @Nullable ScheduledSwitchover scheduledSwitchover,
            List<ScheduledRestart> scheduledRestarts) {
        this(scope, members, paused, scheduledSwitchover, scheduledRestarts, LeftOut.NOTHING);
    }

    /** No restart is scheduled, and every entry could be read. */
    public ClusterView(
            @Nullable String scope,
            List<ListedMember> members,
            boolean paused,
            @Nullable ScheduledSwitchover scheduledSwitchover) {
        this(scope, members, paused, scheduledSwitchover, List.of(), LeftOut.NOTHING);
    }

    /** @param from null when not given; so is {@code to} */
    public record ScheduledSwitchover(
            @Nullable Instant at,
            @Nullable String from,
            @Nullable String to) {
        private ScheduledSwitchover correctedBy(ClockOffset wall) {
            return new ScheduledSwitchover(at == null ? null : wall.when(at), from, to);
        }
    }

    /** @param at null when the time can't be read */
    public record ScheduledRestart(String member, @Nullable Instant at) {
        private ScheduledRestart correctedBy(ClockOffset wall) {
            return new ScheduledRestart(member, at == null ? null : wall.when(at));
        }
    }

    /**
     * One member as the DCS has it.
     *
     * @param timeline absent for stopped or busy members, also for the leader in the middle of a switchover
     */
    public record ListedMember(
            String name,
            MemberRole role,
            PostgresState state,
            MemberAddress address,
            @Nullable Integer timeline,
            Lag lag,
            Tags tags) {}

    /**
     * Patroni's own lag figures, as of the DCS: at most one loop_wait old.
     *
     * @param bytes receive lag; null when Patroni says "unknown", and for the leader
     * @param receiveLsn Patroni 4.1.0 and later; so is {@code replayLsn}
     */
    public record Lag(
            @Nullable Long bytes,
            @Nullable Lsn receiveLsn,
            @Nullable Lsn replayLsn) {
        public static final Lag UNKNOWN = new Lag(null, null, null);
    }

    /** The same by the daemon's clock: people have set these times by the wall clock. */
    public ClusterView correctedBy(ClockOffset wall) {
        return new ClusterView(
                scope,
                members,
                paused,
                scheduledSwitchover == null ? null : scheduledSwitchover.correctedBy(wall),
                scheduledRestarts.stream()
                        .map(restart -> restart.correctedBy(wall))
                        .toList(),
                leftOut);
    }

    public Optional<ListedMember> leader() {
        return members.stream().filter(m -> m.role().isLeader()).findFirst();
    }

    public Optional<ListedMember> member(String name) {
        return members.stream().filter(m -> m.name().equals(name)).findFirst();
    }
}
