package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode;
import io.greenlang.patroni.monitor.model.FailoverCost;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Setting;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failover now would lose, and whom Patroni would choose. Bytes are proven bounds; seconds come from the times at which
 * the primary passed the same two positions, and are good to one poll interval. One per cluster, one thread at a time.
 */
final class WhatIf {
    /** Values of {@code synchronous_commit} with which a commit waits until a synchronous standby has it on its disk. */
    private static final Set<String> WAITING = Set.of("on", "remote_apply");

    private Map<String, Lsn> received = Map.of();
    private @Nullable Integer timeline;
    private @Nullable String lastLeader;
    private boolean commitsWait;

    /** For the snapshot. */
    record Kept(
            Map<String, Lsn> received,
            @Nullable Integer timeline,
            @Nullable String lastLeader,
            boolean commitsWait) {}

    Kept keep() {
        return new Kept(received, timeline, lastLeader, commitsWait);
    }

    void restore(Kept kept) {
        received = kept.received();
        timeline = kept.timeline();
        lastLeader = kept.lastLeader();
        commitsWait = kept.commitsWait();
    }

    /** @param ring as it is after this round's lag was measured */
    FailoverForecast forecast(FailoverCandidates rules, LsnRing ring) {
        Observation seen = rules.seen();
        Leadership leadership = rules.leadership();
        remember(seen, leadership);
        WalSeen primary = WalSeen.of(seen, leadership, ring).orElse(null);
        Map<String, Reach> reaches = primary == null ? Map.of() : reaches(rules, primary);
        Map<String, FailoverRace.Place> places = new FailoverRace(rules, reaches, primary).places();
        rememberReceived(seen);
        return new FailoverForecast(
                lastLeader,
                leadership.hasLeader() == Certainty.YES,
                rules.others().stream()
                        .filter(member -> !isTheOneThatFailed(member))
                        .map(member -> {
                            FailoverRace.Place place = Objects.requireNonNull(places.get(member.name()));
                            return new FailoverForecast.Option(
                                    member.name(),
                                    cost(rules, member, reaches.get(member.name()), primary),
                                    place.prospect(),
                                    place.reason());
                        })
                        .toList(),
                seen.isPaused() ? "the cluster is in maintenance mode" : null);
    }

    /** Nobody leads any more, and the one that did has not come back as a standby. */
    private boolean isTheOneThatFailed(MemberObservation member) {
        return member.name().equals(lastLeader)
                && member.patroni()
                        .value()
                        .filter(status -> status.role() == NodeRole.REPLICA)
                        .isEmpty();
    }

    private void remember(Observation seen, Leadership leadership) {
        Integer now = leadership.timeline();
        if (now != null && timeline != null && !now.equals(timeline)) {
            received = Map.of();
        }
        timeline = now != null ? now : timeline;
        lastLeader = leadership.leader() != null ? leadership.leader() : lastLeader;
        Optional.ofNullable(leadership.leader())
                .flatMap(seen::member)
                .flatMap(leader -> leader.sizes().value())
                .map(PostgresSizes::housekeeping)
                .map(Housekeeping::settings)
                .ifPresent(settings -> commitsWait = settings.stream()
                        .filter(setting -> setting.name().equals("synchronous_commit"))
                        .map(Setting::value)
                        .allMatch(WAITING::contains));
    }

    private void rememberReceived(Observation seen) {
        Map<String, Lsn> now = new HashMap<>();
        for (MemberObservation member : seen.members()) {
            new Testimony(member).received().ifPresent(position -> now.put(member.name(), position.lsn()));
        }
        received = now;
    }

    private Map<String, Reach> reaches(FailoverCandidates rules, WalSeen primary) {
        Map<String, Reach> reaches = new HashMap<>();
        for (MemberObservation member : rules.others()) {
            if (rules.strayed(member).isEmpty()) {
                reaches.put(member.name(), Reach.of(member, primary, received.get(member.name())));
            }
        }
        return reaches;
    }

    private FailoverCost cost(
            FailoverCandidates rules, MemberObservation member, @Nullable Reach reach, @Nullable WalSeen primary) {
        if (rules.seen().config().standbyCluster()) {
            return new FailoverCost.Unknown("this is a standby cluster: the primary that it follows has all of it");
        }
        Optional<String> strayed = rules.strayed(member);
        if (strayed.isPresent()) {
            return new FailoverCost.Unknown(strayed.get());
        }
        if (primary == null) {
            return new FailoverCost.Unknown(TrueLag.whyNoPrimary(rules.seen(), rules.leadership()));
        }
        if (isSynchronous(rules.seen(), member, primary)) {
            return FailoverCost.Known.nothing(primary.at(), primary.read() != null);
        }
        return reach == null || reach.isUnknown()
                ? new FailoverCost.Unknown("what this standby has received is not known")
                : cost(reach, primary);
    }

    private static FailoverCost cost(Reach reach, WalSeen primary) {
        Lsn possible = reach.possible();
        Lsn certain = reach.certain();
        boolean read = primary.read() != null;
        return new FailoverCost.Known(
                possible == null ? 0 : primary.bytesSince(possible),
                certain == null || !read ? null : primary.bytesSince(certain),
                possible == null
                        ? Duration.ZERO
                        : age(primary, possible)
                                .orElseGet(() -> primary.ring()
                                        .first()
                                        .map(first -> Duration.between(first.time(), primary.at()))
                                        .orElse(Duration.ZERO)),
                certain == null || !read ? null : age(primary, certain).orElse(null),
                primary.at(),
                read,
                false);
    }

    /** Since the primary passed that position; empty when that was before the first that is remembered. */
    private static Optional<Duration> age(WalSeen primary, Lsn position) {
        if (primary.bytesSince(position) == 0) {
            return Optional.of(Duration.ZERO);
        }
        Instant at = primary.at();
        return primary.ring().passed(position).map(passed -> Duration.between(passed, at));
    }

    /**
     * Every commit waits for it: the primary itself says so; where that can't be asked, Patroni's {@code /sync} does. By quorum
     * a commit waits for some of the standbys only, and Patroni lets none win that can't have it.
     */
    private boolean isSynchronous(Observation seen, MemberObservation member, WalSeen primary) {
        if (!commitsWait) {
            return false;
        }
        SynchronousMode.Kind mode = seen.config().synchronousMode().kind();
        if (primary.senders().isEmpty()) {
            return mode != SynchronousMode.Kind.OFF && FailoverCandidates.isSynchronous(seen, member);
        }
        return primary.sendersTo(member.name()).stream()
                .anyMatch(sender -> "sync".equals(sender.syncState())
                        || ("quorum".equals(sender.syncState()) && mode == SynchronousMode.Kind.QUORUM));
    }
}
