package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A DCS that tells members different leaders. One member a round shows its view, and the last views of the others are held
 * against it. Around a switchover an older view names the older leader, so two names count only when they are seen again
 * later. One per cluster, one thread at a time.
 */
final class DcsFaces {
    /** No switchover looks like two leaders for this long. */
    static final Duration CONFIRMED_AFTER = Duration.ofSeconds(30);
    /** Each member's turn to show its view has come by then. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(2);

    private final Map<Pair, Sighting> sightings = new TreeMap<>();

    /** @param other accepts writes */
    private record Pair(String leader, String other) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair that) {
            int byLeader = leader.compareTo(that.leader);
            return byLeader != 0 ? byLeader : other.compareTo(that.other);
        }
    }

    private record Sighting(Instant first, Instant last) {
        boolean isConfirmed() {
            return !first.plus(CONFIRMED_AFTER).isAfter(last);
        }
    }

    List<String> evidence(Observation seen, Set<String> writable) {
        Instant now = seen.finished();
        sightings
                .entrySet()
                .removeIf(sighting -> !writable.contains(sighting.getKey().other())
                        || sighting.getValue().last().plus(FORGOTTEN_AFTER).isBefore(now));
        if (allAgree(seen)) {
            sightings.clear();
        }
        leaderOf(seen.dcs().view().value())
                .ifPresent(leader -> seen.dcs()
                        .peerViews()
                        .forEach(peer -> leaderOf(peer.view().value())
                                .filter(other -> !other.equals(leader) && writable.contains(other))
                                .ifPresent(other -> sightings.merge(
                                        new Pair(leader, other),
                                        new Sighting(now, now),
                                        (before, again) -> new Sighting(before.first(), now)))));
        return sightings.entrySet().stream()
                .filter(sighting -> sighting.getValue().isConfirmed())
                .map(sighting -> "the DCS shows some members the leader %s and others %s, which accepts writes"
                        .formatted(sighting.getKey().leader(), sighting.getKey().other()))
                .toList();
    }

    private static boolean allAgree(Observation seen) {
        Stream<Optional<String>> leaders = Stream.concat(
                Stream.of(leaderOf(seen.dcs().view().value())),
                seen.dcs().peerViews().stream().map(peer -> leaderOf(peer.view().value())));
        return leaders.flatMap(Optional::stream).distinct().count() <= 1
                && seen.dcs().view().isAnswered()
                && !seen.dcs().peerViews().isEmpty();
    }

    private static Optional<String> leaderOf(Optional<ClusterView> view) {
        return view.flatMap(ClusterView::leader).map(ListedMember::name);
    }
}
