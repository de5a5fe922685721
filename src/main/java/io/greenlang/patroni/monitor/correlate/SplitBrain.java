package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Evidence that two histories are being written at once, in words for people. What one round shows is told at once; the
 * innocent moments of a switchover are shorter than the alert waits.
 *
 * <p>Views are compared with peers only now and then, so the newest comparison is remembered; it counts only while the
 * other leader is writable now. One per cluster, one thread at a time.
 */
final class SplitBrain {
    private List<PeerView> peers = List.of();

    /** @param writable in the order in which to name them */
    List<String> evidence(Observation seen, Set<String> writable) {
        if (!seen.dcs().peerViews().isEmpty()) {
            peers = seen.dcs().peerViews();
        }
        List<String> evidence = new ArrayList<>();
        severalWritable(seen, writable).ifPresent(evidence::add);
        severalSystems(seen).ifPresent(evidence::add);
        evidence.addAll(otherLeaders(seen, writable));
        return evidence;
    }

    private static Optional<String> severalWritable(Observation seen, Set<String> writable) {
        if (writable.size() < 2) {
            return Optional.empty();
        }
        List<String> described = seen.members().stream()
                .filter(member -> writable.contains(member.name()))
                .map(SplitBrain::describe)
                .sorted()
                .toList();
        return Optional.of(writable.size() + " members accept writes: " + String.join(", ", described));
    }

    private static String describe(MemberObservation member) {
        String timeline =
                new Testimony(member).timeline().map(t -> "timeline " + t).orElse("timeline unknown");
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

    private List<String> otherLeaders(Observation seen, Set<String> writable) {
        Optional<String> leader = leaderOf(seen.dcs().view().value());
        if (leader.isEmpty()) {
            return List.of();
        }
        List<String> evidence = new ArrayList<>();
        for (PeerView peer : peers) {
            leaderOf(peer.view().value())
                    .filter(other -> !other.equals(leader.get()) && writable.contains(other))
                    .ifPresent(other -> evidence.add("the DCS has two faces: leader " + leader.get() + ", but "
                            + peer.member() + " sees " + other + ", which accepts writes"));
        }
        return evidence;
    }

    private static Optional<String> leaderOf(Optional<ClusterView> view) {
        return view.flatMap(ClusterView::leader).map(ListedMember::name);
    }
}
