package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which PostgreSQL runs: since when, and of what version. A restart that belongs to a leader change, or that ends with a member
 * which is told of as back, is no event of its own; another version always is.
 */
final class PostgresStart implements Change {
    private static final String STARTED = "postgres/";
    /** The start that was last seen to lead or to stream. */
    private static final String IN_SERVICE = "postgres_in_service/";

    private static final Duration TOLERANCE = Duration.ofMillis(1500);
    /** A former leader comes back as a standby, maybe after a rewind. */
    private static final Duration DEMOTION = Duration.ofMinutes(5);

    private static final int MAJOR = 10_000;

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.POSTGRES_RESTARTED, EventType.POSTGRES_UPGRADED);
    }

    /**
     * @param at by the clock of its host, which does not change with what is known of that clock
     * @param version {@code server_version_num}; 0 when it is not known
     */
    record Run(Instant at, int version) {
        static Optional<Run> parse(String text) {
            String[] parts = text.split(" ", -1);
            try {
                return Optional.of(new Run(Instant.parse(parts[0]), Integer.parseInt(parts[1])));
            } catch (RuntimeException e) {
                return Optional.empty();
            }
        }

        boolean isLaterThan(Run other) {
            return Duration.between(other.at, at).compareTo(TOLERANCE) > 0;
        }

        boolean isOtherVersionThan(Run other) {
            return version != 0 && other.version != 0 && version != other.version;
        }

        String release() {
            return version / MAJOR + "." + version % MAJOR;
        }

        @Override
        public String toString() {
            return at + " " + version;
        }
    }

    static Optional<Run> of(MemberObservation member) {
        Optional<Run> bySql = member.postgres()
                .value()
                .map(PostgresFacts::server)
                .map(server ->
                        new Run(byItsHost(server.hostClock(), server.postmasterStartTime()), server.versionNum()));
        return bySql.or(() -> member.patroni().value().flatMap(PostgresStart::byPatroni));
    }

    private static Optional<Run> byPatroni(PatroniStatus status) {
        PatroniStatus.Postgres postgres = status.postgres();
        return postgres == null || postgres.postmasterStartTime() == null
                ? Optional.empty()
                : Optional.of(new Run(
                        byItsHost(status.hostClock(), postgres.postmasterStartTime()),
                        postgres.serverVersion() == null ? 0 : postgres.serverVersion()));
    }

    /** Cut to milliseconds, as Patroni's text and SQL's number differ in what they keep. */
    private static Instant byItsHost(@Nullable ClockOffset clock, Instant started) {
        return (clock == null ? started : clock.shows(started)).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        memory.keepOnly(STARTED, now.members());
        memory.keepOnly(IN_SERVICE, now.members());
        List<Event> events = now.snapshot().members().stream()
                .flatMap(member -> of(member).flatMap(run -> between(memory, now, member.name(), run)).stream())
                .toList();
        now.snapshot().members().stream()
                .filter(member -> member.streams() || now.leadership().isLeader(member.name()))
                .forEach(member -> memory.get(STARTED + member.name())
                        .ifPresent(start -> memory.put(IN_SERVICE + member.name(), start)));
        return events;
    }

    private static Optional<Event> between(EventMemory memory, Sight now, String member, Run run) {
        Run before = memory.get(STARTED + member).flatMap(Run::parse).orElse(null);
        boolean isAnother = before != null && run.isLaterThan(before);
        if (isAnother && isOnItsWayDown(memory, now, member)) {
            return Optional.empty();
        }
        if (before == null || isAnother || before.version() == 0) {
            memory.put(STARTED + member, run.toString());
        }
        if (before == null || !isAnother) {
            return Optional.empty();
        }
        Data data = new Data()
                .with("started_at", run.at().toString())
                .with("started_before_at", before.at().toString());
        if (run.isOtherVersionThan(before)) {
            return Optional.of(now.event(
                    EventType.POSTGRES_UPGRADED,
                    member,
                    "PostgreSQL on %s runs %s, it was %s".formatted(now.named(member), run.release(), before.release()),
                    data.with("from", before.release()).with("to", run.release())));
        }
        return isExplained(memory, now, member, before)
                ? Optional.empty()
                : Optional.of(now.event(
                        EventType.POSTGRES_RESTARTED,
                        member,
                        "PostgreSQL on " + now.named(member) + " was restarted",
                        data));
    }

    /** It led, and nobody is told yet who leads instead: then this may be its restart as a standby. */
    private static boolean isOnItsWayDown(EventMemory memory, Sight now, String member) {
        return LastLeader.in(memory).filter(last -> last.name().equals(member)).isPresent()
                && !now.leadership().isLeader(member);
    }

    private static boolean isExplained(EventMemory memory, Sight now, String member, Run before) {
        LeaderChange change = now.snapshot().facts().leaderRecord().last();
        boolean demoted = change != null
                && member.equals(change.from())
                && (before.at().isBefore(lastLed(change)) || !wasInService(memory, member, before))
                && now.snapshot().ageOf(change.at()).compareTo(DEMOTION) < 0;
        return demoted || MemberHealth.isOrWasDown(memory, now, member);
    }

    /** A former leader that diverged is started, stopped for {@code pg_rewind} and started again: one way back. */
    private static boolean wasInService(EventMemory memory, String member, Run run) {
        return memory.get(IN_SERVICE + member).filter(run.toString()::equals).isPresent();
    }

    /** A PostgreSQL that was started later than this is no leader's any more: its next start is not the demotion. */
    private static Instant lastLed(LeaderChange change) {
        return change.leaderless() == null ? change.at() : change.at().minus(change.leaderless());
    }
}
