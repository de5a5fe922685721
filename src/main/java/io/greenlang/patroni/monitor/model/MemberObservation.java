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

    /** Receives WAL by streaming: by its own SQL, else by its Patroni (3.0.4 and later). */
    public boolean streams() {
        return postgres.value()
                .map(PostgresFacts::replication)
                .map(PostgresFacts.Replication::isStreaming)
                .or(() -> patroni.value().map(PatroniStatus::isStreaming))
                .orElse(false);
    }

    /** At least one of its sources answered with facts. */
    public boolean isReadable() {
        return patroni.isAnswered() || postgres.isAnswered();
    }
}
