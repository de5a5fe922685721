package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A DCS that tells members different leaders. One member a round shows its view, and the last views of the others are held
 * against it. Around a switchover an older view names the older leader, so two names count only when both are told again
 * after they were first seen side by side. A leader that is a standby by its own SQL is a false claim, or will be seen to
 * accept writes soon enough. One per cluster, one thread at a time.
 */
final class DcsFaces {
    private Map<Pair, Instant> firstSeen = Map.of();

    /** @param other accepts writes */
    private record Pair(String leader, String other) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair that) {
            int byLeader = leader.compareTo(that.leader);
            return byLeader != 0 ? byLeader : other.compareTo(that.other);
        }
    }

    /** When somebody last named this leader. */
    private record Named(String leader, Instant at) {}

    List<String> evidence(Observation seen, Set<String> writable) {
        List<Named> named = named(seen);
        Map<Pair, Instant> now = new TreeMap<>();
        List<String> confirmed = new ArrayList<>();
        for (Named one : named) {
            for (Named other : named) {
                Pair pair = new Pair(one.leader(), other.leader());
                if (!one.leader().equals(other.leader())
                        && !isStandbyBySql(seen, one.leader())
                        && writable.contains(other.leader())
                        && !now.containsKey(pair)) {
                    Instant first = firstSeen.getOrDefault(pair, seen.finished());
                    now.put(pair, first);
                    if (isToldSince(first, one.leader(), named) && isToldSince(first, other.leader(), named)) {
                        confirmed.add("the DCS shows some members the leader %s and others %s, which accepts writes"
                                .formatted(one.leader(), other.leader()));
                    }
                }
            }
        }
        firstSeen = Map.copyOf(now);
        return confirmed;
    }

    private static boolean isStandbyBySql(Observation seen, String leader) {
        return seen.member(leader)
                .flatMap(member -> member.postgres().value())
                .filter(facts -> facts.wal().inRecovery())
                .isPresent();
    }

    private static boolean isToldSince(Instant first, String leader, List<Named> named) {
        return named.stream()
                .anyMatch(one -> one.leader().equals(leader) && one.at().isAfter(first));
    }

    private static List<Named> named(Observation seen) {
        Stream<Named> byMembers = Stream.concat(
                        Stream.of(seen.dcs().view()),
                        seen.dcs().peerViews().stream().map(PeerView::view))
                .flatMap(view -> named(view).stream());
        return Stream.concat(byMembers, byItself(seen.dcs().direct()).stream()).toList();
    }

    private static Optional<Named> byItself(DcsState direct) {
        return direct.lock().flatMap(lock -> direct.keys().receivedAt().map(at -> new Named(lock.owner(), at)));
    }

    private static Optional<Named> named(Answer<ClusterView> view) {
        return view.value()
                .flatMap(ClusterView::leader)
                .map(ListedMember::name)
                .flatMap(leader -> view.receivedAt().map(at -> new Named(leader, at)));
    }
}
