package io.greenlang.patroni.monitor.model;

import java.time.Instant;
import java.util.Optional;

/**
 * One member in one round: what each of its sources answered.
 *
 * @param liveness {@code GET /liveness}: true for 200, false for 503
 * @param disk what a page of metrics says; not asked where none is configured
 */
public record MemberObservation(
        String name,
        Presence presence,
        Answer<Boolean> liveness,
        Answer<PatroniStatus> patroni,
        Answer<PostgresFacts> postgres,
        Answer<PostgresSizes> sizes,
        Answer<BackupInfo> backups,
        Answer<TimescaleFacts> timescale,
        Answer<DiskReading> disk) {

    /**
     * Members are remembered: one that is dead for longer than the ttl vanishes from {@code /cluster}, and must not take
     * its alert along.
     *
     * @param listed in the newest {@code /cluster} answer
     * @param lastListed when it was last in one
     */
    public record Presence(MemberAddress address, boolean listed, Instant firstSeen, Instant lastListed) {}

    /** PostgreSQL's {@code host:port} for people, or a dash. */
    public String host() {
        MemberAddress address = presence.address();
        if (address.host() == null) {
            return "-";
        }
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        return address.port() == null ? host : host + ":" + address.port();
    }

    /** With another answer of its Patroni. */
    public MemberObservation withPatroni(Answer<PatroniStatus> answer) {
        return new MemberObservation(name, presence, liveness, answer, postgres, sizes, backups, timescale, disk);
    }

    /** With a failed answer of its PostgreSQL, and so without anything else that came from there. */
    public MemberObservation withoutPostgres(Answer<PostgresFacts> failed) {
        return new MemberObservation(
                name,
                presence,
                liveness,
                patroni,
                failed,
                failed.sameFailure(),
                failed.sameFailure(),
                failed.sameFailure(),
                disk);
    }

    /** How far its host's clock is from the daemon's own; PostgreSQL tells it more exactly than Patroni. */
    public Optional<ClockOffset> hostClock() {
        return postgres.value()
                .flatMap(facts -> Optional.ofNullable(facts.server().hostClock()))
                .or(() -> patroni.value().flatMap(status -> Optional.ofNullable(status.hostClock())));
    }

    /** In which way WAL comes in: by its own SQL, else by its Patroni; empty when neither can tell. */
    public Optional<WalFeed> feed() {
        return postgres.value().flatMap(WalFeed::bySql).or(() -> patroni.value().flatMap(WalFeed::byPatroni));
    }

    /** It is known that WAL comes in by streaming. */
    public boolean streams() {
        return feed().map(WalFeed::streams).orElse(false);
    }

    /**
     * By SQL, else by its Patroni; where no WAL receiver runs on a standby, SQL may still tell the one of the last restart point,
     * while Patroni asks for the one that is being replayed.
     */
    public Optional<Integer> timeline() {
        Optional<Integer> bySql = postgres.value().map(facts -> facts.wal().timeline());
        Optional<Integer> byPatroni = patroni.value().flatMap(PatroniStatus::timeline);
        return isReplayingWithoutReceiver() ? byPatroni.or(() -> bySql) : bySql.or(() -> byPatroni);
    }

    /** Only SQL tells it, of a standby without a receiver. */
    boolean isTimelineOld() {
        return isReplayingWithoutReceiver()
                && patroni.value().flatMap(PatroniStatus::timeline).isEmpty();
    }

    private boolean isReplayingWithoutReceiver() {
        return postgres.value()
                .map(facts -> facts.wal().inRecovery() && facts.replication().receiver() == null)
                .orElse(false);
    }

    /** At least one of its sources answered with facts. */
    public boolean isReadable() {
        return patroni.isAnswered() || postgres.isAnswered();
    }

    /**
     * In which way a standby's WAL comes in.
     *
     * @param words what it does instead of streaming, for people
     */
    public record WalFeed(boolean streams, String words) {
        /** Without the privileges of {@code pg_monitor} a receiver that runs has no status. */
        private static Optional<WalFeed> bySql(PostgresFacts facts) {
            PostgresFacts.WalReceiver receiver = facts.replication().receiver();
            if (receiver == null) {
                return Optional.of(new WalFeed(false, "has no WAL receiver"));
            }
            return Optional.ofNullable(receiver.status())
                    .map(status -> new WalFeed(status.equals("streaming"), "has a WAL receiver that is " + status));
        }

        /** Patroni 3.0.4 and later say how WAL comes in; before that, silence means nothing. */
        private static Optional<WalFeed> byPatroni(PatroniStatus status) {
            return status.replicationState()
                    .map(state -> new WalFeed(
                            state.isStreaming(),
                            (state.isTold() ? "is " + state : "does not stream") + ", as Patroni says"));
        }
    }
}
