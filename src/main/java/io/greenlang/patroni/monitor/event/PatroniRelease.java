package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which Patroni runs. */
final class PatroniRelease implements Change {
    private static final String PATRONI = "patroni/";

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.PATRONI_UPGRADED);
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        memory.keepOnly(PATRONI, now.members());
        return now.snapshot().members().stream()
                .flatMap(member -> between(memory, now, member).stream())
                .toList();
    }

    private static Optional<Event> between(EventMemory memory, Sight now, MemberObservation member) {
        PatroniVersion version = member.patroni()
                .value()
                .map(status -> status.identity().version())
                .filter(PatroniVersion::isKnown)
                .orElse(null);
        if (version == null) {
            return Optional.empty();
        }
        String fact = PATRONI + member.name();
        Optional<String> before = memory.get(fact);
        memory.put(fact, version.text());
        return before.filter(known -> !known.equals(version.text()))
                .map(known -> now.event(
                        EventType.PATRONI_UPGRADED,
                        member.name(),
                        "Patroni on %s runs %s, it was %s".formatted(now.named(member.name()), version, known),
                        new Data().with("from", known).with("to", version.text())));
    }
}
