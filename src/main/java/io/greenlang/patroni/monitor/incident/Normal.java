package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cluster when its leader was last seen at work.
 *
 * @param at the end of that round, by the daemon's clock
 * @param leader null when the watch began without one
 * @param timeline null when it was not known
 * @param answered when the leader last said so, by the wall clock
 * @param candidates who could have taken over then
 */
record Normal(
        Instant at,
        @Nullable String leader,
        @Nullable Integer timeline,
        Instant answered,
        List<Candidate> candidates,
        Map<String, String> settings) {

    /** The watch began, and nobody led. */
    static Normal unseen(ClusterSnapshot picture) {
        return new Normal(
                picture.at(),
                null,
                null,
                picture.wall().shows(picture.at()),
                List.of(),
                FailoverSettings.of(picture.seen()));
    }

    static Normal of(ClusterSnapshot picture) {
        Leadership leads = picture.facts().leadership();
        Instant answered = Optional.ofNullable(leads.leader())
                .flatMap(picture.seen()::member)
                .flatMap(Normal::answered)
                .orElse(picture.at());
        return new Normal(
                picture.at(),
                leads.leader(),
                leads.timeline(),
                picture.wall().shows(answered),
                Candidate.of(picture.facts().forecast()),
                FailoverSettings.of(picture.seen()));
    }

    private static Optional<Instant> answered(MemberObservation member) {
        return Stream.of(member.postgres().receivedAt(), member.patroni().receivedAt())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    /** Another one leads, or the same one on another timeline; false while that can't be told. */
    boolean isFollowedBy(Leadership now) {
        boolean another = leader != null && now.leader() != null && !now.isLeader(leader);
        boolean grown = timeline != null && now.timeline() != null && now.timeline() > timeline;
        return another || grown;
    }
}
