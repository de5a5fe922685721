package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest timeline that anybody ever showed. A primary below it was replaced, whatever it accepts. The owner of the
 * leader key overrules it: after the newest primary was lost for good, an older one may lead again by Patroni's will. One
 * per cluster, one thread at a time.
 */
final class NewestTimeline {
    private int newest;
    /** When an owner last overruled what was known by then. */
    private Instant overruled = Instant.MIN;

    /** For the snapshot. */
    record Kept(int newest, @Nullable Instant overruled) {}

    Kept keep() {
        return new Kept(newest, overruled.equals(Instant.MIN) ? null : overruled);
    }

    void restore(Kept kept) {
        newest = kept.newest();
        overruled = Objects.requireNonNullElse(kept.overruled(), Instant.MIN);
    }

    /** @param workingOwner of the leader key, that accepts writes; null when there is none */
    void learn(Observation seen, @Nullable String workingOwner) {
        Optional<Integer> owners = Optional.ofNullable(workingOwner).flatMap(name -> timelineOf(seen, name));
        newest = owners.orElseGet(() ->
                Math.max(newest, shown(seen).mapToInt(Integer::intValue).max().orElse(0)));
        overruled = owners.isPresent() ? seen.finished() : overruled;
    }

    /** A member whose timeline is not known is not taken for stale. */
    boolean isStale(Observation seen, String member) {
        return timelineOf(seen, member).map(timeline -> timeline < newest).orElse(false);
    }

    /** The cluster was made again, with timelines of its own. */
    void forget() {
        newest = 0;
        overruled = Instant.MIN;
    }

    private static Optional<Integer> timelineOf(Observation seen, String member) {
        return seen.member(member).flatMap(MemberObservation::timeline);
    }

    /** A member's own answer before what the DCS lists of it; and history that no owner has overruled since it was read. */
    private Stream<Integer> shown(Observation seen) {
        Stream<Integer> own = seen.members().stream().flatMap(member -> member.timeline().stream());
        Stream<Integer> listed = seen.dcs().view().value().map(ClusterView::members).stream()
                .flatMap(members -> members.stream()
                        .filter(member -> timelineOf(seen, member.name()).isEmpty())
                        .map(ListedMember::timeline)
                        .flatMap(Stream::ofNullable));
        Answer<TimelineHistory> history = seen.dcs().history();
        Stream<Integer> ended = history
                .value()
                .filter(read -> history.receivedAt().filter(overruled::isBefore).isPresent())
                .map(TimelineHistory::entries)
                .stream()
                .flatMap(entries -> entries.stream().map(entry -> entry.endedTimeline() + 1));
        return Stream.of(own, listed, ended).flatMap(all -> all);
    }
}
