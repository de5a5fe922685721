package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What goes on for some time in a cluster as a whole: that it begins is an event, and that it ends is another. */
final class ClusterConditions {
    private ClusterConditions() {}

    /** Whether the monitor can read any member. One round in which all are late is no blindness. */
    static final class Blindness implements Change {
        private static final String BLIND = "blind";

        @Override
        public Set<EventType> types() {
            return Set.of(EventType.MONITOR_BLIND, EventType.MONITOR_SEES_AGAIN);
        }

        @Override
        public List<Event> between(EventMemory memory, Sight now) {
            Certainty blind = now.snapshot().isBlind() ? Certainty.YES : Certainty.NO;
            return memory
                    .turn(BLIND, blind, now.at(), blind == Certainty.YES ? EventMemory.TWICE : Duration.ZERO)
                    .map(turn -> EventMemory.isYes(turn)
                            ? now.event(
                                    turn.at(),
                                    EventType.MONITOR_BLIND,
                                    null,
                                    "The monitor can't read any member",
                                    new Data()
                                            .with(
                                                    "members",
                                                    now.snapshot().members().size()))
                            : now.event(
                                    EventType.MONITOR_SEES_AGAIN,
                                    null,
                                    "The monitor can read members again after " + Figures.time(turn.lasted()),
                                    new Data().seconds("blind_seconds", turn.lasted())))
                    .stream()
                    .toList();
        }
    }

    /** A split brain, from its proof to the proof that it is over. One that the first look finds counts as a beginning. */
    static final class SplitBrain implements Change {
        private static final String SPLIT = "split_brain";

        @Override
        public Set<EventType> types() {
            return Set.of(EventType.SPLIT_BRAIN_BEGIN, EventType.SPLIT_BRAIN_END);
        }

        @Override
        public List<Event> between(EventMemory memory, Sight now) {
            Division division = now.leadership().division();
            boolean found =
                    division.certainty() == Certainty.YES && memory.dated(SPLIT).isEmpty();
            if (found) {
                memory.turn(SPLIT, Certainty.NO, now.at(), Duration.ZERO);
            }
            return memory
                    .turn(SPLIT, division.certainty(), now.at(), Duration.ZERO)
                    .map(turn -> EventMemory.isYes(turn)
                            ? now.event(
                                    EventType.SPLIT_BRAIN_BEGIN,
                                    null,
                                    "SPLIT BRAIN: " + String.join("; ", division.evidence()),
                                    new Data()
                                            .with(
                                                    "writable",
                                                    List.copyOf(new TreeSet<>(
                                                            now.leadership().writable())))
                                            .with("evidence", division.evidence()))
                            : now.event(
                                    EventType.SPLIT_BRAIN_END,
                                    null,
                                    "The split brain ended after " + Figures.time(turn.lasted()),
                                    new Data()
                                            .seconds("split_seconds", turn.lasted())
                                            .with("leader", now.leadership().leader())))
                    .stream()
                    .toList();
        }
    }

    /** Maintenance mode. */
    static final class Pause implements Change {
        private static final String PAUSED = "paused";

        @Override
        public Set<EventType> types() {
            return Set.of(EventType.PAUSED, EventType.RESUMED);
        }

        @Override
        public List<Event> between(EventMemory memory, Sight now) {
            return memory
                    .turn(PAUSED, paused(now.snapshot().seen()), now.at(), Duration.ZERO)
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
}
