package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param writable it accepted writes; a standby leader does not
 * @param candidates who could have taken over then
 * @param prevented why Patroni would have chosen nobody, for people; null when it would have chosen
 */
record Normal(
        Instant at,
        @Nullable String leader,
        @Nullable Integer timeline,
        Instant answered,
        boolean writable,
        List<Candidate> candidates,
        @Nullable String prevented,
        Map<String, String> settings) {
    Normal {
        Objects.requireNonNull(at);
        Objects.requireNonNull(answered);
        candidates = List.copyOf(candidates);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** The watch began, and nobody led. */
    static Normal unseen(ClusterSnapshot picture) {
        return new Normal(
                picture.at(),
                null,
                null,
                picture.wall().shows(picture.at()),
                true,
                List.of(),
                null,
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
                leads.leader() != null && leads.writable().contains(leads.leader()),
                Candidate.of(picture.facts().forecast()),
                picture.facts().forecast().prevented(),
                FailoverSettings.of(picture.seen()));
    }

    private static Optional<Instant> answered(MemberObservation member) {
        return Stream.of(member.postgres().receivedAt(), member.patroni().receivedAt())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    /**
     * Another one leads, or the same one on another timeline, which is none of its own while it is a standby leader; false
     * while that can't be told.
     */
    boolean isFollowedBy(Leadership now) {
        return isFollowed(leader, timeline, now);
    }

    static boolean isFollowed(@Nullable String leader, @Nullable Integer timeline, Leadership now) {
        boolean another = leader != null && now.leader() != null && !now.isLeader(leader);
        boolean writes = now.leader() != null && now.writable().contains(now.leader());
        boolean grown = writes && timeline != null && now.timeline() != null && now.timeline() > timeline;
        return another || grown;
    }
}
