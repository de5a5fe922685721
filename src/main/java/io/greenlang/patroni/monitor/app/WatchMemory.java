package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.availability.Ledger;
import io.greenlang.patroni.monitor.correlate.ClusterMemory;
import io.greenlang.patroni.monitor.event.EventMemory;
import io.greenlang.patroni.monitor.incident.IncidentMemory;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Judge;
import io.greenlang.patroni.monitor.trend.Trends;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the watch over one cluster knows from round to round: the facts, what is pending and fires, what happened, the incident
 * that goes on, the days that it was watched, its last hour, and the last report. A reload hands it to the next watch over the
 * same cluster. One thread at a time, the one that has the {@link #turns}.
 */
final class WatchMemory {
    /** How long an alert outlives the facts that it rests on. */
    static final Duration UNKNOWN_HOLD = Duration.ofMinutes(5);

    private final String scope;
    private final ClusterMemory cluster;
    private final Judge judge;
    private final EventMemory events;
    private final IncidentMemory incidents;
    private final Ledger ledger;
    private final Trends trends;
    /** When it was kept by a daemon before this one; null when none did. */
    private final @Nullable Instant keptAt;

    private final Lock turns = new ReentrantLock();
    private @Nullable ClusterReport last;
    private boolean answered;

    /**
     * Of a cluster of which nothing is known yet.
     *
     * @param scope what Patroni calls it
     */
    WatchMemory(String scope) {
        this(
                scope,
                new ClusterMemory(),
                new Judge(UNKNOWN_HOLD),
                new EventMemory(),
                new IncidentMemory(),
                new Ledger(),
                new Trends(),
                null);
    }

    private WatchMemory(
            String scope,
            ClusterMemory cluster,
            Judge judge,
            EventMemory events,
            IncidentMemory incidents,
            Ledger ledger,
            Trends trends,
            @Nullable Instant keptAt) {
        this.scope = scope;
        this.cluster = cluster;
        this.judge = judge;
        this.events = events;
        this.incidents = incidents;
        this.ledger = ledger;
        this.trends = trends;
        this.keptAt = keptAt;
        this.answered = keptAt != null;
    }

    /**
     * What outlives the process.
     *
     * @param events null where a daemon kept it that knew of none; so are {@code incidents}, {@code availability} and
     *     {@code lastHour}
     * @param incidents what {@link IncidentMemory#keep} gave, in whatever form a file has it, so that one that is damaged costs
     *     the rest nothing
     * @param availability what {@link Ledger#keep} gave, likewise
     */
    record Kept(
            String scope,
            ClusterMemory.Kept cluster,
            Judge.Kept judge,
            @Nullable Map<String, String> events,
            @Nullable Object incidents,
            @Nullable Object availability,
            Trends.@Nullable Kept lastHour) {
        Instant at() {
            return cluster.at();
        }
    }

    /** Of a daemon that ended; {@code now} tells how long ago. */
    static WatchMemory of(Kept kept, Instant now) {
        return new WatchMemory(
                kept.scope(),
                ClusterMemory.of(kept.cluster(), now),
                Judge.of(kept.judge(), UNKNOWN_HOLD, now),
                new EventMemory(kept.events() == null ? Map.of() : kept.events()),
                IncidentMemory.of(kept.incidents(), now, Duration.between(kept.at(), now)),
                Ledger.of(kept.availability()),
                kept.lastHour() == null ? new Trends() : Trends.of(kept.lastHour()),
                kept.at());
    }

    /** @param at the end of the last round */
    Kept keep(Instant at) {
        return new Kept(
                scope,
                cluster.keep(at),
                judge.keep(),
                new TreeMap<>(events.facts()),
                incidents.keep(),
                ledger.keep(),
                trends.keep());
    }

    /** When the last round ended; empty when none has yet in this process. */
    Optional<Instant> lastRound() {
        return Optional.ofNullable(last).flatMap(ClusterReport::snapshot).map(snapshot -> snapshot.at());
    }

    /** Another scope is another cluster, whatever its name here. */
    boolean isOf(String otherScope) {
        return scope.equals(otherScope);
    }

    /** Held by the watch that has a round under way: after a reload, the one before may still have its last. */
    Lock turns() {
        return turns;
    }

    ClusterMemory cluster() {
        return cluster;
    }

    Judge judge() {
        return judge;
    }

    EventMemory events() {
        return events;
    }

    IncidentMemory incidents() {
        return incidents;
    }

    Ledger ledger() {
        return ledger;
    }

    Trends trends() {
        return trends;
    }

    /** When a daemon before this one is last known to have watched; empty when that is not known. */
    Optional<Instant> keptAt() {
        return Optional.ofNullable(keptAt);
    }

    /** A member has given facts, in this process or in one before. */
    boolean hasAnswered() {
        return answered;
    }

    /** The one before this; the first time, {@code awaiting}. */
    ClusterReport replaceLast(ClusterReport report, ClusterReport awaiting) {
        answered |= report.snapshot().filter(snapshot -> !snapshot.isBlind()).isPresent();
        ClusterReport before = Objects.requireNonNullElse(last, awaiting);
        last = report;
        return before;
    }
}
