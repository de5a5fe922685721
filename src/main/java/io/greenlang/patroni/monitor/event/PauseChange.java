package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Maintenance mode. */
final class PauseChange implements Change {
    private static final String PAUSED = "paused";

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.PAUSED, EventType.RESUMED);
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        return memory
                .turn(PAUSED, paused(now.picture().seen()), now.at(), Duration.ZERO)
                .map(turn -> EventMemory.isYes(turn)
                        ? now.event(
                                EventType.PAUSED,
                                null,
                                "Paused: Patroni does not fail over until it is resumed",
                                new Data())
                        : now.event(
                                EventType.RESUMED,
                                null,
                                "Resumed after a pause of " + Figures.time(turn.lasted()),
                                new Data().seconds("paused_seconds", turn.lasted())))
                .stream()
                .toList();
    }

    private static Certainty paused(Observation seen) {
        if (!seen.tellsWhetherPaused()) {
            return Certainty.UNKNOWN;
        }
        return seen.isPaused() ? Certainty.YES : Certainty.NO;
    }
}
