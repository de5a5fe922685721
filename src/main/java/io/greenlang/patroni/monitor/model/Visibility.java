package io.greenlang.patroni.monitor.model;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and gave nothing usable. Whatever is in here may hide any fault, so a cluster with an entry is not healthy.
 *
 * @param sources every source of every member, and the DCS, that was asked and is unread now
 * @param seeds configured addresses that no known member answers for and that gave nothing usable
 * @param formerLeader why a former leader that nobody lists may still accept writes, for people; null when there is no such
 *     doubt
 */
public record Visibility(
        List<Unread> sources,
        List<UnreadSeed> seeds,
        @Nullable String formerLeader) {
    public static final Visibility FULL = new Visibility(List.of(), List.of(), null);

    public Visibility {
        sources = List.copyOf(sources);
        seeds = List.copyOf(seeds);
    }

    /**
     * One source that gave no usable answer.
     *
     * @param member null for the DCS, which is asked through any member
     * @param failure the newest
     * @param since when it was first unread without a usable answer in between, as far as the daemon watched
     * @param known when the source was last asked to no avail: long before the snapshot, where the failure is only repeated
     */
    public record Unread(@Nullable String member, Source source, Failure failure, Instant since, Instant known) {
        /** How long it has been unread; never negative. */
        public Duration lasting(Instant now) {
            Duration age = Duration.between(since, now);
            return age.isNegative() ? Duration.ZERO : age;
        }
    }

    /**
     * A configured address behind which no member of this cluster is found.
     *
     * @param known when it was last asked
     */
    public record UnreadSeed(URI seed, Failure failure, Instant known) {}

    public boolean isFull() {
        return sources.isEmpty() && seeds.isEmpty() && formerLeader == null;
    }

    /** The entry of one source of one member. */
    public Optional<Unread> of(@Nullable String member, Source source) {
        return sources.stream()
                .filter(unread -> unread.source() == source
                        && (member == null ? unread.member() == null : member.equals(unread.member())))
                .findFirst();
    }
}
