package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode;
import io.greenlang.patroni.monitor.model.FailoverForecast.Prospect;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who would win the race for the leader lock, by Patroni's rules: each member judges itself when the lock is free. One that a
 * rule bars, or that is further than {@code maximum_lag_on_failover} behind the leader's last position in the DCS, stays out.
 * So does one that sees another ahead of it, or level with it and of a higher {@code failover_priority}. The one that is left takes
 * the lock first. Pure.
 *
 * @param reaches of every member that may have one
 * @param primary null when its WAL was never seen
 */
record FailoverRace(
        FailoverCandidates rules,
        Map<String, Reach> reaches,
        @Nullable WalSeen primary) {

    private static final Reach UNKNOWN = new Reach(null, null);

    /** @param reason null where nothing is in its way */
    record Place(Prospect prospect, @Nullable String reason) {}

    /** Every member but the leader. */
    Map<String, Place> places() {
        Map<String, Place> places = new LinkedHashMap<>();
        List<MemberObservation> runners = new ArrayList<>();
        for (MemberObservation member : rules.others()) {
            Optional<Place> out = outside(member);
            out.ifPresent(place -> places.put(member.name(), place));
            if (out.isEmpty()) {
                runners.add(member);
            }
        }
        List<MemberObservation> winners = new ArrayList<>();
        for (MemberObservation runner : runners) {
            Optional<String> beaten = beaten(runner, runners);
            beaten.ifPresent(why -> places.put(runner.name(), new Place(Prospect.EXCLUDED, why)));
            if (beaten.isEmpty()) {
                winners.add(runner);
            }
        }
        winners.forEach(winner -> places.put(winner.name(), winner(winner, winners, places)));
        return places;
    }

    private Optional<Place> outside(MemberObservation member) {
        Optional<String> unread = FailoverCandidates.unread(member);
        if (unread.isPresent()) {
            boolean down = rules.diagnosis(member).map(Diagnosis::isDown).orElse(false);
            return unread.map(why -> new Place(down ? Prospect.EXCLUDED : Prospect.UNSEEN, why));
        }
        return rules.bar(member)
                .map(why -> new Place(Prospect.EXCLUDED, why))
                // Patroni compares positions across timelines, too, unless check_timeline is on
                .or(() -> rules.strayed(member).map(why -> new Place(Prospect.UNSEEN, why)))
                .or(() -> certainlyTooFar(member).map(why -> new Place(Prospect.EXCLUDED, why)));
    }

    /**
     * The leader writes its position into the DCS once in a loop_wait. So that is not older than two of them, and what the
     * primary had before then counts for certain.
     */
    private Optional<String> certainlyTooFar(MemberObservation member) {
        Lsn possible = reach(member).possible();
        if (primary == null || possible == null || !rules.seen().knowsConfig()) {
            return Optional.empty();
        }
        Instant published = primary.at().minus(config().timing().loopWait().multipliedBy(2));
        long behindPublished = primary.ring()
                .asOf(published)
                .map(sample -> Math.max(0, sample.lsn().minus(possible)))
                .orElse(0L);
        boolean both = isBeyond(listedLag(member)) && isBeyond(primary.bytesSince(possible));
        return isBeyond(behindPublished) || both
                ? Optional.of("at least "
                        + Figures.bytes(Math.max(behindPublished, both ? primary.bytesSince(possible) : 0))
                        + " behind, maximum_lag_on_failover is " + Figures.bytes(config().maximumLagOnFailoverBytes()))
                : Optional.empty();
    }

    private long listedLag(MemberObservation member) {
        return FailoverCandidates.listed(rules.seen(), member)
                .map(ListedMember::lag)
                .flatMap(lag -> Optional.ofNullable(lag.bytes()))
                .orElse(0L);
    }

    private boolean isBeyond(long bytes) {
        return bytes > config().maximumLagOnFailoverBytes();
    }

    private Optional<String> beaten(MemberObservation runner, List<MemberObservation> runners) {
        for (MemberObservation other : runners) {
            if (reach(other).isAheadOf(reach(runner))) {
                return Optional.of(other.name() + " has received more WAL");
            }
        }
        int own = priority(runner);
        return runners.stream()
                .filter(other -> isLevel(runner, other) && priority(other) > own)
                .findFirst()
                .map(other -> "%s has the higher failover_priority (%d against %d)"
                        .formatted(other.name(), priority(other), own));
    }

    /** By quorum, or where it may be, priorities do not count for certain: a member outside of the voters is not deferred to. */
    private boolean isLevel(MemberObservation one, MemberObservation other) {
        Reach reach = reach(one);
        return rules.seen().knowsConfig() && !isByQuorum() && reach.isExact() && reach.equals(reach(other));
    }

    private Place winner(MemberObservation winner, List<MemberObservation> winners, Map<String, Place> losers) {
        Optional<String> doubt = doubt(winner).or(() -> missingVotes());
        boolean alone =
                winners.size() == 1 && losers.values().stream().noneMatch(place -> place.prospect() == Prospect.UNSEEN);
        return new Place(alone && doubt.isEmpty() ? Prospect.CHOSEN : Prospect.POSSIBLE, doubt.orElse(null));
    }

    private Optional<String> doubt(MemberObservation member) {
        if (!rules.seen().knowsConfig()) {
            return Optional.of(FailoverCandidates.SETTINGS_UNREAD);
        }
        long limit = config().maximumLagOnFailoverBytes();
        Lsn certain = reach(member).certain();
        if (primary == null || certain == null) {
            return Optional.of("whether it is further behind than maximum_lag_on_failover (" + Figures.bytes(limit)
                    + ") is unknown");
        }
        return isBeyond(primary.bytesSince(certain))
                ? Optional.of("at most " + Figures.bytes(primary.bytesSince(certain))
                        + " behind, maximum_lag_on_failover is " + Figures.bytes(limit))
                : Optional.empty();
    }

    /** By quorum the winner needs votes of other voters; how many, only the DCS tells. */
    private Optional<String> missingVotes() {
        return rules.others().stream()
                .filter(member -> isByQuorum() && !member.patroni().isAnswered())
                .filter(member -> FailoverCandidates.isSynchronous(rules.seen(), member))
                .findFirst()
                .map(voter -> "it needs the votes of a quorum, and " + voter.name() + " may not vote");
    }

    private boolean isByQuorum() {
        return config().synchronousMode().kind() == SynchronousMode.Kind.QUORUM;
    }

    private Reach reach(MemberObservation member) {
        return reaches.getOrDefault(member.name(), UNKNOWN);
    }

    private static int priority(MemberObservation member) {
        return member.patroni().value().map(FailoverRace::priority).orElse(1);
    }

    private static int priority(PatroniStatus status) {
        return status.tags().failoverPriority(status.identity().version());
    }

    private DynamicConfig config() {
        return rules.seen().config();
    }
}
