package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Figures;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Whether the monitor can read any member. One round in which all are late is no blindness. */
final class SightChange implements Change {
    private static final String BLIND = "blind";
    private static final Duration TWICE = Duration.ofMillis(1);

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.MONITOR_BLIND, EventType.MONITOR_SEES_AGAIN);
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        Certainty blind = now.picture().isBlind() ? Certainty.YES : Certainty.NO;
        return memory
                .turn(BLIND, blind, now.at(), blind == Certainty.YES ? TWICE : Duration.ZERO)
                .map(turn -> EventMemory.isYes(turn)
                        ? now.event(
                                turn.at(),
                                EventType.MONITOR_BLIND,
                                null,
                                "The monitor can't read any member",
                                new Data()
                                        .with("members", now.picture().members().size()))
                        : now.event(
                                EventType.MONITOR_SEES_AGAIN,
                                null,
                                "The monitor can read members again after " + Figures.time(turn.lasted()),
                                new Data().seconds("blind_seconds", turn.lasted())))
                .stream()
                .toList();
    }
}
