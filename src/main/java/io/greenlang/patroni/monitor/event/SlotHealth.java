package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.PostgresFacts.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Slots of the leader that lose WAL. One that is found lost at the first look is no event: it may be so for months. */
final class SlotHealth implements Change {
    private static final String SLOT = "slot/";

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.SLOT_LOST);
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        String leader = now.leadership().leader();
        if (leader == null) {
            return List.of();
        }
        List<Slot> slots = now.snapshot()
                .seen()
                .member(leader)
                .flatMap(member -> member.postgres().value())
                .map(facts -> facts.replication().slots())
                .orElse(null);
        if (slots == null) {
            return List.of();
        }
        Set<String> names = slots.stream().map(Slot::name).collect(Collectors.toSet());
        memory.startingWith(SLOT).stream()
                .filter(fact -> !names.contains(fact.substring(SLOT.length())))
                .forEach(memory::forget);
        return slots.stream()
                .flatMap(slot -> lost(memory, now, slot, leader).stream())
                .toList();
    }

    private static Optional<Event> lost(EventMemory memory, Sight now, Slot slot, String leader) {
        Certainty lost = slot.isLost() ? Certainty.YES : Certainty.NO;
        return memory.turn(SLOT + slot.name(), lost, now.at(), Duration.ZERO)
                .filter(EventMemory::isYes)
                .map(turn -> now.event(
                        EventType.SLOT_LOST,
                        leader,
                        "Replication slot %s on %s is lost: its reader needs WAL that is gone"
                                .formatted(slot.name(), now.named(leader)),
                        new Data().with("slot", slot.name()).with("slot_type", slot.type())));
    }
}
