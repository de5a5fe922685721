package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether more than one member accepts writes. It fires without a delay, so what may be the two sides of one switchover
 * is no evidence: two members must have written at the same time, by {@link WriteSpans}. One per cluster, one thread at a
 * time.
 */
final class SplitBrain {
    private final WriteSpans spans = new WriteSpans();
    private final DcsFaces faces = new DcsFaces();

    Map<String, WriteSpans.Kept> keep() {
        return spans.keep();
    }

    void restore(Map<String, WriteSpans.Kept> kept) {
        spans.restore(kept);
    }

    /**
     * @param writable in the order in which to name them
     * @param leader null when nobody is known to lead
     */
    Division judge(Observation seen, Set<String> writable, @Nullable String leader) {
        spans.observe(seen, writable);
        List<String> evidence = new ArrayList<>();
        List<MemberObservation> together = spans.together();
        if (together.size() > 1) {
            evidence.add(bothWrite(together));
        }
        severalSystems(seen).ifPresent(evidence::add);
        evidence.addAll(faces.evidence(seen, writable));
        if (!evidence.isEmpty()) {
            Set<String> writers = new TreeSet<>(writable);
            together.forEach(member -> writers.add(member.name()));
            return Division.proven(evidence, new Fencing(seen, leader).of(writers));
        }
        return writable.size() > 1
                ? Division.unknown("seen to accept writes one after the other: " + String.join(", ", writable))
                : unproven(seen);
    }

    /** Anyone who can't be read may still accept writes, unless its port proves that no PostgreSQL does. */
    private static Division unproven(Observation seen) {
        String unread = seen.members().stream()
                .filter(member -> !member.isReadable() && !SignsOfLife.isProvenDown(member))
                .map(MemberObservation::name)
                .collect(Collectors.joining(", "));
        return unread.isEmpty()
                ? Division.NONE
                : Division.unknown("can't be read and may still accept writes: " + unread);
    }

    private static String bothWrite(List<MemberObservation> members) {
        List<String> described =
                members.stream().map(SplitBrain::describe).sorted().toList();
        return String.join(" and ", described) + (described.size() == 2 ? " both" : " all") + " accept writes";
    }

    private static String describe(MemberObservation member) {
        String timeline = member.timeline().map(t -> "timeline " + t).orElse("timeline unknown");
        String witness = member.postgres().isAnswered() ? "by SQL" : "by its Patroni";
        return member.name() + " (" + timeline + ", " + witness + ")";
    }

    private static Optional<String> severalSystems(Observation seen) {
        Map<String, Set<String>> systems = new TreeMap<>();
        for (MemberObservation member : seen.members()) {
            for (String identifier : new Testimony(member).systemIdentifiers()) {
                systems.computeIfAbsent(identifier, i -> new TreeSet<>()).add(member.name());
            }
        }
        if (systems.size() < 2) {
            return Optional.empty();
        }
        List<String> described = systems.entrySet().stream()
                .map(system -> system.getKey() + " (" + String.join(", ", system.getValue()) + ")")
                .toList();
        return Optional.of("different system identifiers: " + String.join(", ", described));
    }
}
