package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.incident.Incident.Kind;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailoverForecast.Prospect;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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
    static Normal unseen(ClusterSnapshot snapshot) {
        return new Normal(
                snapshot.at(),
                null,
                null,
                snapshot.wall().shows(snapshot.at()),
                true,
                List.of(),
                null,
                failoverSettings(snapshot.seen()));
    }

    static Normal of(ClusterSnapshot snapshot) {
        Leadership leads = snapshot.facts().leadership();
        Instant answered = Optional.ofNullable(leads.leader())
                .flatMap(snapshot.seen()::member)
                .flatMap(Normal::answered)
                .orElse(snapshot.at());
        return new Normal(
                snapshot.at(),
                leads.leader(),
                leads.timeline(),
                snapshot.wall().shows(answered),
                leads.leader() != null && leads.writable().contains(leads.leader()),
                Candidate.of(snapshot.facts().forecast()),
                snapshot.facts().forecast().prevented(),
                failoverSettings(snapshot.seen()));
    }

    /**
     * Settings of Patroni that decide how a failover goes, by their names in {@code patronictl edit-config}: its defaults
     * where nothing is set; empty when the configuration could not be read.
     */
    static Map<String, String> failoverSettings(Observation seen) {
        return seen.dcs().config().value().map(Normal::failoverSettings).orElse(Map.of());
    }

    private static Map<String, String> failoverSettings(DynamicConfig config) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("ttl", config.timing().ttl().toSeconds() + " s");
        settings.put("loop_wait", config.timing().loopWait().toSeconds() + " s");
        settings.put("retry_timeout", config.timing().retryTimeout().toSeconds() + " s");
        settings.put("maximum_lag_on_failover", Figures.bytes(config.maximumLagOnFailoverBytes()));
        settings.put("synchronous_mode", config.synchronousMode().kind().name().toLowerCase(Locale.ROOT));
        if (config.synchronousMode().isOn()) {
            settings.put("synchronous_mode_strict", config.synchronousMode().strict() ? "on" : "off");
        }
        settings.put("failsafe_mode", config.failsafeMode() ? "on" : "off");
        settings.put("check_timeline", config.checkTimeline() ? "on" : "off");
        return settings;
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

    /** Why this member took over, as far as what was foretold tells. */
    String whyChosen(Kind kind, @Nullable String to) {
        if (to == null) {
            return "Nobody is known to lead yet";
        }
        if (leader == null) {
            return "Who led before is not known";
        }
        return switch (kind) {
            case OUTAGE -> "No other member took over";
            case SWITCHOVER -> to + " took over as planned";
            case FAILOVER -> chosen(to);
            case LEADER_CHANGE -> "If nobody asked for it: " + chosen(to);
        };
    }

    private String chosen(String to) {
        return prevented == null
                ? raced(to)
                : "Patroni would have chosen nobody (" + prevented + "), so that somebody chose " + to
                        + ", or that had changed";
    }

    private String raced(String to) {
        Optional<Candidate> winner = candidates.stream()
                .filter(candidate -> candidate.member().equals(to))
                .findFirst();
        if (winner.isEmpty()) {
            return "Why " + to + " took over is unknown: it was not a known candidate";
        }
        if (winner.get().is(Prospect.CHOSEN)) {
            return to + " was the only one that could win the race for the leader lock";
        }
        if (winner.get().is(Prospect.POSSIBLE)) {
            String others = candidates.stream()
                    .filter(candidate -> candidate.is(Prospect.POSSIBLE)
                            && !candidate.member().equals(to))
                    .map(Candidate::member)
                    .collect(Collectors.joining(", "));
            return others.isEmpty()
                    ? to + " could win the race for the leader lock, and nobody else was known to"
                    : to + " took the leader lock first; " + others + " could have won, too";
        }
        return winner.get().is(Prospect.EXCLUDED)
                ? to + " was not expected to win"
                        + (winner.get().reason() == null
                                ? ""
                                : " (" + winner.get().reason() + ")")
                        + "; something changed after the last look at the old leader"
                : "Why " + to + " took over is unknown: what decides could not be read there";
    }
}
