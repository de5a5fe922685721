package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node's own {@code GET /patroni}. Null means that the node did not say it: the short shape that Patroni answers with
 * while its SQL fails has no {@code postgres}.
 *
 * @param dcsLastSeen last successful DCS read of that process (Patroni 2.1.2 and later); any caller of {@code /cluster}
 *     refreshes it
 * @param pendingRestart which settings wait for a restart (Patroni 3.3.0 and later), by name
 * @param hostClock by which its times were corrected; null while they are by that clock
 */
public record PatroniStatus(
        Identity identity,
        PostgresState state,
        NodeRole role,
        Set<Flag> flags,
        Tags tags,
        @Nullable Instant dcsLastSeen,
        @Nullable Postgres postgres,
        List<PendingSetting> pendingRestart,
        @Nullable ClockOffset hostClock) {
    /** {@code dcs_last_seen} has whole seconds, and so has the time of its host. */
    public static final Duration DCS_RESOLUTION = Duration.ofSeconds(2);

    public PatroniStatus {
        flags = Set.copyOf(flags);
        pendingRestart = List.copyOf(pendingRestart);
    }

    /** As its host says it, by that host's clock. */
    public PatroniStatus(
            Identity identity,
            PostgresState state,
            NodeRole role,
            Set<Flag> flags,
            Tags tags,
            @Nullable Instant dcsLastSeen,
            @Nullable Postgres postgres,
            List<PendingSetting> pendingRestart) {
        this(identity, state, role, flags, tags, dcsLastSeen, postgres, pendingRestart, null);
    }

    /** The same by the daemon's clock. */
    public PatroniStatus correctedBy(ClockOffset clock) {
        return new PatroniStatus(
                identity,
                state,
                role,
                flags,
                tags,
                dcsLastSeen == null ? null : clock.when(dcsLastSeen),
                postgres == null ? null : postgres.correctedBy(clock),
                pendingRestart,
                clock);
    }

    /** A setting that a restart would change. Values are as Patroni shows them, with units; null when it doesn't. */
    public record PendingSetting(
            String name,
            @Nullable String oldValue,
            @Nullable String newValue) {
        /** Such as {@code max_connections: 100 to 300}. */
        public String words() {
            return oldValue == null || newValue == null ? name : name + ": " + oldValue + " to " + newValue;
        }
    }

    /** What Patroni says only when it is true. Absent is not false: an older version may not know the flag. */
    public enum Flag {
        PAUSE,
        PENDING_RESTART,
        /** No leader in the node's cached DCS view, or no view at all. */
        CLUSTER_UNLOCKED,
        FAILSAFE_ACTIVE,
        SYNC_STANDBY,
        QUORUM_STANDBY,
        WATCHDOG_FAILED,
        /** WAL replay is paused; from {@code xlog.paused}. */
        REPLAY_PAUSED
    }

    /**
     * @param name the member's name; null before Patroni 3.2.0
     * @param systemIdentifier PostgreSQL's {@code database_system_identifier}, digits beyond 2^53
     */
    public record Identity(
            String scope,
            @Nullable String name,
            PatroniVersion version,
            @Nullable String systemIdentifier) {}

    /**
     * What Patroni read from its PostgreSQL for this very answer.
     *
     * @param serverVersion {@code server_version_num}, for example 150020
     * @param timeline null when a replica could not learn it
     * @param location current WAL position, on a primary
     * @param receivedLocation on a standby
     * @param replayedLocation on a standby
     * @param replayedTimestamp when the last transaction that a standby replayed was committed, by the clock of the primary
     *     that wrote it
     * @param replicationState {@code streaming} or {@code in archive recovery} (Patroni 3.0.4 and later)
     */
    public record Postgres(
            @Nullable Integer serverVersion,
            @Nullable Instant postmasterStartTime,
            @Nullable Integer timeline,
            @Nullable Lsn location,
            @Nullable Lsn receivedLocation,
            @Nullable Lsn replayedLocation,
            @Nullable Instant replayedTimestamp,
            @Nullable PostgresState replicationState) {
        private Postgres correctedBy(ClockOffset clock) {
            return new Postgres(
                    serverVersion,
                    postmasterStartTime == null ? null : clock.when(postmasterStartTime),
                    timeline,
                    location,
                    receivedLocation,
                    replayedLocation,
                    replayedTimestamp,
                    replicationState);
        }
    }

    /** It read the DCS longer ago than one that reaches it does. Before 2.1.2 none tells. */
    public boolean isOverdueAtDcs(Timing timing, Instant now) {
        return dcsLastSeen != null
                && dcsLastSeen
                        .plus(timing.readsDcsWithin())
                        .plus(DCS_RESOLUTION)
                        .isBefore(now);
    }

    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /** Said by Patroni 3.0.4 and later only. */
    public boolean isStreaming() {
        return postgres != null
                && postgres.replicationState() != null
                && postgres.replicationState().isStreaming();
    }

    /**
     * Where its WAL comes from; {@link PostgresState#UNKNOWN} where there is neither a receiver nor an archive. Empty where its
     * version can't tell, or its SQL fails.
     */
    public Optional<PostgresState> replicationState() {
        return postgres == null || !identity.version().isAtLeast(3, 0, 4)
                ? Optional.empty()
                : Optional.of(Objects.requireNonNullElse(postgres.replicationState(), PostgresState.UNKNOWN));
    }

    /** Is fed from the archive by design, as its own version of Patroni reads its tags. */
    public boolean forbidsStreaming() {
        return tags.forbidsStreaming(identity.version());
    }

    /**
     * Claims to be a working primary: role, state and a WAL position. A node on its way down lacks the last two. A position
     * is only told where Patroni's SQL has just seen a primary, so that it stands for a role or state that is not told.
     */
    public boolean claimsPrimary() {
        boolean isPrimary = role == NodeRole.PRIMARY || role == NodeRole.UNKNOWN;
        return isPrimary && (state.isRunning() || !state.isTold()) && location().isPresent();
    }

    /** Whether its PostgreSQL runs: by its state, else because its SQL answered; unknown when it tells neither. */
    public Certainty runsPostgres() {
        if (state.isTold()) {
            return state.isRunning() ? Certainty.YES : Certainty.NO;
        }
        return postgres == null ? Certainty.UNKNOWN : Certainty.YES;
    }

    public Optional<Integer> timeline() {
        return Optional.ofNullable(postgres).map(Postgres::timeline);
    }

    public Optional<Lsn> location() {
        return Optional.ofNullable(postgres).map(Postgres::location);
    }

    public Optional<Lsn> replayedLocation() {
        return Optional.ofNullable(postgres).map(Postgres::replayedLocation);
    }
}
