package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.event.LeaderCost;
import io.greenlang.patroni.monitor.incident.Incident.Kind;
import io.greenlang.patroni.monitor.incident.Incident.Loss;
import io.greenlang.patroni.monitor.incident.Incident.Outage;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a record together from what was seen of an incident, and from the newest report. */
record IncidentRecord(OpenIncident open, ClusterReport report, ClusterSnapshot picture) {

    /** @param ended nothing more is waited for */
    Incident at(boolean ended) {
        Leadership leads = picture.facts().leadership();
        String to = leads.hasLeader() == Certainty.YES ? leads.leader() : null;
        Instant now = picture.wall().shows(picture.at());
        Kind kind = kind(leads);
        Loss loss = loss(kind);
        return new Incident(
                report.cluster(),
                kind,
                open.before.answered(),
                ended ? now : null,
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

    private Kind kind(Leadership leads) {
        if (open.before.leader() == null || !open.before.isFollowedBy(leads) || leads.isLeader(open.before.leader())) {
            return Kind.OUTAGE;
        }
        return Optional.ofNullable(open.change())
                .map(change -> change.data().get("planned"))
                .map(planned -> Boolean.TRUE.equals(planned) ? Kind.SWITCHOVER : Kind.FAILOVER)
                .orElse(Kind.LEADER_CHANGE);
    }

    private Outage outage(@Nullable String to) {
        Duration without = open.without();
        if (without == null || to == null) {
            return new Outage(null, "nobody is known to lead yet");
        }
        Event change = open.change();
        if (change != null && open.isOneLoss() && LeaderCost.secondsWithout(change) != null) {
            return new Outage(
                    LeaderCost.secondsWithout(change),
                    "from the last look that saw the old leader at work to the promotion, or to the first look at the new"
                            + " one where nothing dates that");
        }
        String from = open.before.leader();
        return new Outage(
                without.toMillis() / 1e3,
                from == null
                        ? "from the begin of the watch to the first look that saw " + to + " lead"
                        : "from the last look that saw " + from + " lead to the first that saw " + to + " lead");
    }

    private Loss loss(Kind kind) {
        Event change = open.change();
        if (change == null) {
            return kind == Kind.OUTAGE
                    ? new Loss(null, false, "the leader did not change; a crash of PostgreSQL keeps what was committed")
                    : Loss.UNTOLD;
        }
        LeaderCost cost = LeaderCost.of(change);
        return new Loss(
                cost.bytes(),
                cost.atLeast(),
                Objects.requireNonNullElse(
                        cost.knownBy(), "what the old leader wrote after the last look is not known"));
    }

    /** The event that tells of it. */
    static Event event(Incident incident) {
        return new Event(
                Objects.requireNonNull(incident.ended()),
                incident.cluster(),
                EventType.INCIDENT,
                incident.to(),
                "The record of the " + incident.kind().title().toLowerCase(Locale.ROOT) + " is complete: "
                        + (incident.outage().seconds() == null
                                ? ""
                                : "at most "
                                        + Figures.time(Duration.ofMillis(
                                                Math.round(incident.outage().seconds() * 1e3)))
                                        + " without a writable leader, ")
                        + "patroni-monitor incident --at "
                        + incident.began().truncatedTo(ChronoUnit.SECONDS),
                IncidentJson.data(incident));
    }
}
