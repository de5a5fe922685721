package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Branch;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * How far each standby's replay is behind the primary, without trusting anybody's clock or opinion: the age of the moment
 * at which the primary passed the position that the standby has replayed. In a standby cluster the standby leader's replay
 * stands for the primary.
 *
 * <p>A standby that has what the primary had for certain before it was asked is caught up, exactly. Otherwise the figure
 * is good to one poll interval. One per cluster, one thread at a time.
 */
final class TrueLag {
    /** A primary that was last read longer before the standby than this says nothing about now. */
    static final Duration FRESH = Duration.ofMinutes(1);

    private LsnRing ring = new LsnRing();
    private @Nullable Integer timeline;

    /** For the snapshot. */
    record Kept(@Nullable Integer timeline, KeptRing ring) {}

    Kept keep() {
        return new Kept(timeline, KeptRing.of(ring));
    }

    void restore(Kept kept) {
        timeline = kept.timeline();
        ring = kept.ring().ring();
    }

    /** Every member but the leader and those that accept writes. */
    Map<String, ReplicationLag> measure(Observation seen, Leadership leadership) {
        Optional<Position> primary = primaryPosition(seen, leadership);
        primary.ifPresent(position -> remember(position, leadership.timeline()));
        Map<String, ReplicationLag> lag = new HashMap<>();
        for (MemberObservation member : seen.members()) {
            if (!leadership.isLeader(member.name()) && !leadership.writable().contains(member.name())) {
                lag.put(
                        member.name(),
                        primary.isPresent()
                                ? lagOf(member, seen, leadership)
                                : new ReplicationLag.Unknown(whyNoPrimary(seen, leadership)));
            }
        }
        return lag;
    }

    /** The primary's positions that were seen on its present timeline. */
    LsnRing ring() {
        return ring;
    }

    /** Of this round; empty when nobody leads, or it can't be read. */
    static Optional<Position> primaryPosition(Observation seen, Leadership leadership) {
        if (leadership.hasLeader() != Certainty.YES) {
            return Optional.empty();
        }
        return leader(seen, leadership)
                .flatMap(leader ->
                        leadership.writable().contains(leader.member().name()) ? leader.written() : leader.replayed());
    }

    /** For people. */
    static String whyNoPrimary(Observation seen, Leadership leadership) {
        String leader = leadership.leader();
        if (leader == null) {
            return "there is no primary to compare with";
        }
        if (seen.member(leader).filter(MemberObservation::isReadable).isEmpty()) {
            return "the primary " + leader + " can't be read";
        }
        return leadership.hasLeader() == Certainty.YES
                ? "the WAL position of the primary " + leader + " is not known"
                : "the leader " + leader + " does not accept writes";
    }

    private void remember(Position primary, @Nullable Integer newTimeline) {
        if (newTimeline != null && timeline != null && !newTimeline.equals(timeline)) {
            ring = new LsnRing();
        }
        timeline = newTimeline != null ? newTimeline : timeline;
        ring.add(primary.received(), primary.lsn());
    }

    private ReplicationLag lagOf(MemberObservation member, Observation seen, Leadership leadership) {
        if (!member.isReadable()) {
            return new ReplicationLag.Unknown("this standby can't be read");
        }
        Testimony standby = new Testimony(member);
        Optional<Position> replayed = standby.replayed();
        if (replayed.isEmpty()) {
            return new ReplicationLag.Unknown("this standby does not tell its replay position");
        }
        Branch branch = Branch.of(seen, leadership.timeline(), member);
        return switch (branch.relation()) {
            case SAME, BEHIND, UNKNOWN -> lagOf(replayed.get(), sentReplayLag(member.name(), seen, leadership));
            case DIVERGED, UNPLACED ->
                new ReplicationLag.Unknown("on timeline " + branch.timeline() + ", the primary is on "
                        + leadership.timeline() + branch.andDetail());
        };
    }

    private ReplicationLag lagOf(Position standby, Duration sentReplayLag) {
        Lsn replayed = standby.lsn();
        Instant asked = standby.asked();
        LsnRing.Sample first = ring.first().orElseThrow();
        LsnRing.Sample reference = ring.asOf(asked).orElse(first);
        if (Duration.between(reference.time(), asked).compareTo(FRESH) > 0) {
            return new ReplicationLag.Unknown("the primary could not be read shortly before this standby");
        }
        if (replayed.compareTo(reference.lsn()) >= 0) {
            return new ReplicationLag.Known(Duration.ZERO, 0, false);
        }
        long bytes = ring.positionAt(asked).orElse(reference.lsn()).minus(replayed);
        Optional<Instant> unseen = ring.passedUnseenBy(replayed, asked);
        if (unseen.isPresent()) {
            Duration atLeast = Duration.between(unseen.get(), asked);
            return new ReplicationLag.Known(longest(atLeast, sentReplayLag, Duration.ZERO), bytes, true);
        }
        return ring.passed(replayed)
                .map(passed -> new ReplicationLag.Known(Duration.between(passed, asked), bytes, false))
                .orElseGet(() -> {
                    Duration watched = Duration.between(first.time(), asked);
                    return new ReplicationLag.Known(longest(watched, sentReplayLag, Duration.ZERO), bytes, true);
                });
    }

    /** {@code replay_lag} of the primary's WAL sender to this standby: proof from before the daemon's own watch. */
    private static Duration sentReplayLag(String member, Observation seen, Leadership leadership) {
        return leader(seen, leadership).stream()
                .flatMap(leader -> leader.member().postgres().value().stream())
                .flatMap(facts -> facts.replication().senders().stream())
                .filter(sender -> sender.applicationName().equals(member))
                .map(WalSender::replayLag)
                .filter(Objects::nonNull)
                .reduce(Duration.ZERO, TrueLag::longest);
    }

    private static Optional<Testimony> leader(Observation seen, Leadership leadership) {
        return Optional.ofNullable(leadership.leader()).flatMap(seen::member).map(Testimony::new);
    }

    private static Duration longest(Duration one, Duration... others) {
        Duration longest = one;
        for (Duration other : others) {
            longest = longest.compareTo(other) >= 0 ? longest : other;
        }
        return longest;
    }

    /**
     * An {@link LsnRing} in few characters.
     *
     * @param first its oldest sample; null when it is empty
     * @param steps from each sample to the next one: microseconds, bytes; all of them with a blank in between
     */
    record KeptRing(LsnRing.@Nullable Sample first, String steps) {
        static KeptRing of(LsnRing ring) {
            List<LsnRing.Sample> samples = ring.samples();
            StringBuilder steps = new StringBuilder();
            for (int i = 1; i < samples.size(); i++) {
                LsnRing.Sample one = samples.get(i - 1);
                LsnRing.Sample next = samples.get(i);
                steps.append(i == 1 ? "" : " ")
                        .append(Duration.between(one.time(), next.time()).toNanos() / 1000)
                        .append(' ')
                        .append(next.lsn().minus(one.lsn()));
            }
            return new KeptRing(samples.isEmpty() ? null : samples.get(0), steps.toString());
        }

        /** Throws a runtime exception of whatever kind when the steps are damaged. */
        LsnRing ring() {
            LsnRing ring = new LsnRing();
            if (first == null) {
                return ring;
            }
            Instant time = first.time();
            long lsn = first.lsn().bytes();
            ring.add(time, first.lsn());
            StringTokenizer numbers = new StringTokenizer(steps);
            while (numbers.hasMoreTokens()) {
                time = time.plusNanos(Long.parseLong(numbers.nextToken()) * 1000);
                lsn += Long.parseLong(numbers.nextToken());
                ring.add(time, new Lsn(lsn));
            }
            return ring;
        }
    }
}
