package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.event.LeaderCost;
import io.greenlang.patroni.monitor.incident.Incident.Kind;
import io.greenlang.patroni.monitor.incident.Incident.Loss;
import io.greenlang.patroni.monitor.incident.Incident.Outage;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a record together from what was seen of an incident, and from the newest report.
 *
 * @param normal when a leader was last seen at work; null when none ever was
 */
record IncidentRecord(OpenIncident open, @Nullable Normal normal, ClusterReport report, ClusterSnapshot picture) {

    /** @param ended nothing more is waited for */
    Incident at(boolean ended) {
        String to = successor();
        Kind kind = kind(to);
        Loss loss = new LostInAll(open, kind, to).loss();
        return new Incident(
                report.cluster(),
                kind,
                open.before.answered(),
                ended ? picture.wall().shows(picture.at()) : null,
                open.before.leader(),
                to,
                outage(to),
                loss,
                open.moments().stream().sorted(Comparator.comparing(Moment::at)).toList(),
                open.before.candidates(),
                Choice.words(kind, open.before, to),
                open.before.settings().isEmpty() ? FailoverSettings.of(picture.seen()) : open.before.settings(),
                new OpenEnds(open, report, picture).words(to, loss));
    }

    /** Who leads now; while that can't be read, who did last since the loss. */
    private @Nullable String successor() {
        Leadership leads = picture.facts().leadership();
        return switch (leads.hasLeader()) {
            case YES -> leads.leader();
            case NO -> null;
            case UNKNOWN -> open.without() == null || normal == null ? null : normal.leader();
        };
    }

    private Kind kind(@Nullable String to) {
        List<Event> changes = open.changes().stream()
                .filter(change ->
                        !Objects.equals(change.data().get("from"), change.data().get("to")))
                .toList();
        if (changes.isEmpty()) {
            boolean another = to != null && open.before.leader() != null && !to.equals(open.before.leader());
            return another ? Kind.LEADER_CHANGE : Kind.OUTAGE;
        }
        if (changes.stream()
                .anyMatch(change -> Boolean.FALSE.equals(change.data().get("planned")))) {
            return Kind.FAILOVER;
        }
        return changes.stream()
                        .allMatch(change -> Boolean.TRUE.equals(change.data().get("planned")))
                ? Kind.SWITCHOVER
                : Kind.LEADER_CHANGE;
    }

    private Outage outage(@Nullable String to) {
        Duration without = open.without();
        if (without == null || to == null) {
            return new Outage(null, "it is not over, nobody is known to lead");
        }
        if (open.before.leader() == null) {
            return new Outage(
                    null, "it began before the watch, and lasted at least " + Figures.time(without) + " of it");
        }
        Double dated = open.changes().size() == 1 && open.isOneLoss()
                ? LeaderCost.secondsWithout(open.changes().get(0))
                : null;
        return dated != null
                ? new Outage(
                        dated,
                        "from the last look that saw the old leader at work to the promotion, or to the first look at the new"
                                + " one where nothing dates that")
                : new Outage(
                        without.toMillis() / 1e3,
                        (open.isOneLoss() ? "from" : "in several parts, each from")
                                + " the last look that saw a leader at work to the first that saw one again");
    }

    /** The event that tells of it. */
    static Event event(Incident incident) {
        Double seconds = incident.outage().seconds();
        return new Event(
                Objects.requireNonNull(incident.ended()),
                incident.cluster(),
                EventType.INCIDENT,
                incident.to(),
                "The record of the " + incident.kind().title().toLowerCase(Locale.ROOT) + " is complete: "
                        + (seconds == null ? "" : "at most " + Figures.atMost(seconds) + " without a writable leader, ")
                        + "patroni-monitor incident --cluster " + incident.cluster() + " --at "
                        + incident.began().truncatedTo(ChronoUnit.SECONDS),
                IncidentJson.data(incident));
    }
}
