package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.LeaderChange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A switchover for a certain time. Patroni deletes it when it carries it out, so that one that is gone before it is due was
 * cancelled, and one that is due is watched until another member leads.
 */
final class SwitchoverPlan implements Change {
    private static final String PLAN = "switchover";
    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    /** For a leader to step down, and for another to be seen at work. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.SWITCHOVER_SCHEDULED, EventType.SWITCHOVER_CANCELLED, EventType.SWITCHOVER_DONE);
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        if (!now.snapshot().seen().dcs().view().isAnswered()) {
            return List.of();
        }
        EventMemory.Dated known = memory.dated(PLAN).orElse(null);
        Optional<Instant> planned = now.snapshot().seen().dcs().scheduledSwitchover();
        List<Event> events = new ArrayList<>();
        if (known != null && planned.filter(at -> isSame(at, known.at())).isEmpty()) {
            boolean due = !known.at().minus(TOLERANCE).isAfter(now.at());
            Optional<Event> end = due ? ended(known, now) : replaced(known, planned, now);
            if (end.isEmpty() && planned.isEmpty() && due) {
                return List.of();
            }
            end.ifPresent(events::add);
            memory.forget(PLAN);
        }
        planned.filter(at -> memory.dated(PLAN).isEmpty()).ifPresent(at -> {
            ScheduledSwitchover details = details(now, at);
            memory.put(PLAN, new EventMemory.Dated(words(details), at).toString());
            events.add(scheduled(now, details, at, known));
        });
        return events;
    }

    private static boolean isSame(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(TOLERANCE) <= 0;
    }

    private static ScheduledSwitchover details(Sight now, Instant at) {
        return now.snapshot().seen().dcs().othersViews().stream()
                .map(view -> view.scheduledSwitchover())
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> now.snapshot().seen().dcs().view().value().map(view -> view.scheduledSwitchover()))
                .orElse(new ScheduledSwitchover(at, null, null));
    }

    private static String words(ScheduledSwitchover plan) {
        return (plan.from() == null ? "" : " from " + plan.from()) + (plan.to() == null ? "" : " to " + plan.to());
    }

    private static Event scheduled(
            Sight now, ScheduledSwitchover plan, Instant at, EventMemory.@Nullable Dated before) {
        return now.event(
                EventType.SWITCHOVER_SCHEDULED,
                null,
                "A switchover" + words(plan) + " is scheduled for " + shown(now, at)
                        + (before == null ? "" : ", it was for " + shown(now, before.at())),
                new Data()
                        .with("scheduled_at", shown(now, at))
                        .with("from", plan.from())
                        .with("to", plan.to()));
    }

    private static String shown(Sight now, Instant at) {
        return now.snapshot().wall().shows(at).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** One for another time takes its place without a word of its own. */
    private static Optional<Event> replaced(EventMemory.Dated known, Optional<Instant> planned, Sight now) {
        return planned.isPresent()
                ? Optional.empty()
                : Optional.of(now.event(
                        EventType.SWITCHOVER_CANCELLED,
                        null,
                        "The switchover" + known.value() + " scheduled for " + shown(now, known.at())
                                + " was cancelled",
                        new Data().with("scheduled_at", shown(now, known.at()))));
    }

    /** Empty while it may still happen. */
    private static Optional<Event> ended(EventMemory.Dated known, Sight now) {
        Data data = new Data().with("scheduled_at", shown(now, known.at()));
        LeaderChange last = firstSince(known.at().minus(TOLERANCE), now);
        if (last != null) {
            return Optional.of(now.event(
                    last.planned() == Certainty.NO ? EventType.SWITCHOVER_CANCELLED : EventType.SWITCHOVER_DONE,
                    last.to(),
                    "The switchover" + known.value() + " scheduled for " + shown(now, known.at()) + " "
                            + outcome(last.planned()) + Objects.requireNonNullElse(last.to(), "an unknown member")
                            + " leads",
                    data.with("from", last.from())
                            .with("to", last.to())
                            .with("planned", last.planned().asBoolean())));
        }
        return Duration.between(known.at(), now.at()).compareTo(PATIENCE) < 0
                ? Optional.empty()
                : Optional.of(now.event(
                        EventType.SWITCHOVER_CANCELLED,
                        null,
                        "The switchover" + known.value() + " was due at " + shown(now, known.at())
                                + " and did not happen",
                        data));
    }

    /** A failover that followed at once is not the answer to the plan. */
    private static @Nullable LeaderChange firstSince(Instant at, Sight now) {
        LeaderRecord leaders = now.snapshot().facts().leaderRecord();
        return Stream.concat(leaders.changes().stream(), Stream.ofNullable(leaders.last()))
                .filter(change -> !change.at().isBefore(at))
                .findFirst()
                .orElse(null);
    }

    private static String outcome(Certainty planned) {
        return switch (planned) {
            case YES -> "was carried out: ";
            case NO -> "did not happen; after a failover ";
            case UNKNOWN -> "may have been carried out, or there was a failover: ";
        };
    }
}
