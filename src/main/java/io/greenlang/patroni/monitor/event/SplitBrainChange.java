package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.Figures;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A split brain, from its proof to the proof that it is over. One that the first look finds counts as a beginning. */
final class SplitBrainChange implements Change {
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
