package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.event.LeaderCost;
import io.greenlang.patroni.monitor.incident.Incident.Kind;
import io.greenlang.patroni.monitor.incident.Incident.Loss;
import io.greenlang.patroni.monitor.incident.Incident.Outage;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a record together from what was seen of an incident, and from the newest report.
 *
 * @param normal when a leader was last seen at work; null when none ever was
 */
record IncidentRecord(OpenIncident open, @Nullable Normal normal, ClusterReport report, ClusterSnapshot snapshot) {
    private static final int MOST_STRAYS = 10;

    /** @param ended nothing more is waited for */
    Incident at(boolean ended) {
        String to = successor();
        Kind kind = kind(to);
        Loss loss = loss(kind, to);
        return new Incident(
                report.cluster(),
                kind,
                open.before.answered(),
                ended ? snapshot.wall().shows(snapshot.at()) : null,
                open.before.leader(),
                to,
                outage(to),
                loss,
                open.moments().stream().sorted(Comparator.comparing(Moment::at)).toList(),
                open.before.candidates(),
                open.before.whyChosen(kind, to),
                open.before.settings().isEmpty() ? Normal.failoverSettings(snapshot.seen()) : open.before.settings(),
                openEnds(to, loss));
    }

    /** Who leads now; while that can't be read, who did last since the loss. */
    private @Nullable String successor() {
        Leadership leads = snapshot.facts().leadership();
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

    /** Of all leader changes: the sum, and a lower bound as soon as one of them is unknown, or is one itself. */
    private Loss loss(Kind kind, @Nullable String to) {
        List<LeaderCost> costs = open.changes().stream().map(LeaderCost::of).toList();
        if (costs.isEmpty()) {
            return isSameLeader(kind, to)
                    ? new Loss(
                            null,
                            false,
                            "the leader and its timeline did not change: what was committed is there, unless synchronous_commit"
                                    + " is off")
                    : Loss.UNTOLD;
        }
        List<Long> known =
                costs.stream().flatMap(cost -> Stream.ofNullable(cost.bytes())).toList();
        String knownBy = costs.stream()
                .map(cost -> Objects.requireNonNullElse(
                        cost.knownBy(), "what the old leader wrote after the last look is not known"))
                .distinct()
                .collect(Collectors.joining("; "));
        if (known.isEmpty()) {
            return new Loss(null, false, knownBy);
        }
        boolean atLeast = known.size() < costs.size() || costs.stream().anyMatch(LeaderCost::atLeast);
        return new Loss(known.stream().mapToLong(Long::longValue).sum(), atLeast, knownBy);
    }

    private boolean isSameLeader(Kind kind, @Nullable String to) {
        return kind == Kind.OUTAGE
                && to != null
                && to.equals(open.before.leader())
                && open.moments().stream().noneMatch(moment -> moment.what().equals(Moments.TIMELINE));
    }

    /** What the record does not answer, and who may. */
    private List<String> openEnds(@Nullable String to, Loss loss) {
        List<String> words = new ArrayList<>();
        String from = open.before.leader();
        Instant began = open.before.answered().truncatedTo(ChronoUnit.SECONDS);
        if (from != null && !from.equals(to)) {
            words.add(
                    "Why %s stopped leading: its PostgreSQL and Patroni logs know, from %s on".formatted(from, began));
        }
        if (loss.bytes() == null || loss.atLeast()) {
            words.add("How much WAL was lost in all: " + loss.knownBy());
        }
        if (to != null) {
            List<MemberObservation> strays = Following.strays(snapshot);
            strays.stream().limit(MOST_STRAYS).forEach(member -> words.add(stray(member, to)));
            if (strays.size() > MOST_STRAYS) {
                words.add((strays.size() - MOST_STRAYS) + " more members do not stream from " + to);
            }
        }
        String firing = report.alerts().stream()
                .filter(Alert::isFiring)
                .map(Alert::name)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!firing.isEmpty()) {
            words.add("These alerts still fire: " + firing);
        }
        if (open.moments().stream().anyMatch(moment -> moment.what().equals(EventType.MONITOR_GAP.label()))) {
            words.add("The monitor did not watch all the time, so times may be wrong and events missing");
        }
        if (open.before.settings().isEmpty()) {
            words.add("The settings before it: Patroni's configuration had not been read");
        }
        if (open.isLeftOut()) {
            words.add("More was seen than this record has room for: the events of that time have it");
        }
        words.add("When the pager rang: Alertmanager and the pager's service know");
        return words;
    }

    private String stray(MemberObservation member, String to) {
        Diagnosis diagnosis = snapshot.facts().diagnosis(member.name());
        return diagnosis.isDown()
                ? member.name() + " is down: " + diagnosis.words(member)
                : member.name() + " does not stream from " + to + " yet, or can't be read";
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
