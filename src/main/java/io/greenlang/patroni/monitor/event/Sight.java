package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report with a snapshot, and the events that it gives rise to. */
record Sight(ClusterReport report, ClusterSnapshot snapshot) {
    Instant at() {
        return snapshot.at();
    }

    Leadership leadership() {
        return snapshot.facts().leadership();
    }

    Set<String> members() {
        return snapshot.members().stream().map(MemberObservation::name).collect(Collectors.toSet());
    }

    /** Seen in this snapshot. */
    Event event(EventType type, @Nullable String member, String sentence, Data data) {
        return event(at(), type, member, sentence, data);
    }

    /** @param when by the daemon's clock */
    Event event(Instant when, EventType type, @Nullable String member, String sentence, Data data) {
        return new Event(snapshot.wall().shows(when), snapshot.cluster(), type, member, sentence, data.all());
    }

    /** Such as {@code patroni-1 (replica)}; the name alone where the role is unknown. */
    String named(String member) {
        return snapshot.seen()
                .member(member)
                .map(seen -> MemberSummary.of(snapshot, seen).role())
                .map(role -> member + " (" + role.replace('_', ' ') + ")")
                .orElse(member);
    }
}
