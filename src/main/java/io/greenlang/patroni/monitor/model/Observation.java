package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.DcsState.Keys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One round of one cluster, raw: what everybody answered, not yet what it means.
 *
 * @param cluster its name in the configuration
 * @param finished when the last answer was in, or the deadline passed; the "now" of everything derived from it
 * @param wall how far the wall clock was from the daemon's own, for times that people and other programs read
 * @param members every member that is known, by name, whether it answered or not
 * @param seeds those that are no known member's address
 * @param absentLeftOut how many members that left the DCS were forgotten early, since the start, because there were too many
 * @param certificates that the round's connections showed, and those that the monitor shows there; the first to end first
 * @param endpoints where applications connect, as the configuration has it
 */
public record Observation(
        String cluster,
        Instant started,
        Instant finished,
        ClockOffset wall,
        List<MemberObservation> members,
        DcsAnswers dcs,
        List<SeedAnswer> seeds,
        int absentLeftOut,
        List<Certificate> certificates,
        List<ClientEndpoint> endpoints) {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
    /** Of these one alone is outvoted, and what has changed is told again within as many rounds. */
    private static final int VOICES = 3;

    public Observation {
        members = List.copyOf(members);
        seeds = List.copyOf(seeds);
        certificates = certificates.stream()
                .sorted(Comparator.comparing(Certificate::notAfter))
                .toList();
        endpoints = List.copyOf(endpoints);
    }

    /** No member was forgotten early, no certificate was shown, and it is not configured where applications connect. */
    public Observation(
            String cluster,
            Instant started,
            Instant finished,
            ClockOffset wall,
            List<MemberObservation> members,
            DcsAnswers dcs,
            List<SeedAnswer> seeds) {
        this(cluster, started, finished, wall, members, dcs, seeds, 0, List.of(), List.of());
    }

    /** By a clock that is the wall clock. */
    public Observation(
            String cluster,
            Instant started,
            Instant finished,
            List<MemberObservation> members,
            DcsAnswers dcs,
            List<SeedAnswer> seeds) {
        this(cluster, started, finished, ClockOffset.NONE, members, dcs, seeds);
    }

    /** A failure of an earlier round, in a round in which that question was not put again. */
    public boolean isShownAgain(Answer<?> answer) {
        return answer.reason()
                .flatMap(failure -> answer.knownAt())
                .filter(at -> at.isBefore(started))
                .isPresent();
    }

    /** The same round, where the wall clock has moved since. */
    Observation withWall(ClockOffset now) {
        return now.equals(wall)
                ? this
                : new Observation(
                        cluster, started, finished, now, members, dcs, seeds, absentLeftOut, certificates, endpoints);
    }

    /**
     * A configured address that no known member answers for.
     *
     * @param status what was answered there when it was last asked
     */
    public record SeedAnswer(URI seed, Answer<PatroniStatus> status) {}

    /**
     * The cluster plane, which is the DCS as seen through members.
     *
     * @param view {@code /cluster} of this round's member
     * @param viewedBy the member that was asked for it; null when a seed was, or nobody
     * @param peerViews the last {@code /cluster} of each other member, from the rounds in which it was asked
     * @param history the newest {@code /history}; read at a slower pace
     * @param config the newest {@code /config}; read at a slower pace
     * @param direct the DCS itself, where it is read
     * @param lastConfig the newest that could ever be read, however long ago; null when none could
     */
    public record DcsAnswers(
            Answer<ClusterView> view,
            @Nullable String viewedBy,
            List<PeerView> peerViews,
            Answer<TimelineHistory> history,
            Answer<DynamicConfig> config,
            DcsState direct,
            @Nullable DynamicConfig lastConfig) {
        public DcsAnswers {
            peerViews = List.copyOf(peerViews);
            lastConfig = lastConfig == null ? config.value().orElse(null) : lastConfig;
        }

        /** Seen through members alone. */
        public DcsAnswers(
                Answer<ClusterView> view,
                @Nullable String viewedBy,
                List<PeerView> peerViews,
                Answer<TimelineHistory> history,
                Answer<DynamicConfig> config) {
            this(view, viewedBy, peerViews, history, config, DcsState.NOT_READ, null);
        }

        /** What other members showed last that were asked last, the newest first: two at most. */
        public List<ClusterView> othersViews() {
            return newest(Stream.empty(), VOICES - 1);
        }

        /** The same with this round's: three at most. */
        private List<ClusterView> newestViews() {
            return newest(Stream.of(view), VOICES);
        }

        private List<ClusterView> newest(Stream<Answer<ClusterView>> own, int atMost) {
            return Stream.concat(own, peerViews.stream().map(PeerView::view))
                    .filter(Answer::isAnswered)
                    .sorted(Comparator.comparing((Answer<ClusterView> told) ->
                                    told.receivedAt().orElse(Instant.MIN))
                            .reversed())
                    .limit(atMost)
                    .flatMap(told -> told.value().stream())
                    .toList();
        }

        /**
         * More than half of the newest views show it: what silences alerts is believed from no member alone, where others show
         * the DCS, too.
         */
        private boolean isShown(Predicate<ClusterView> what) {
            List<ClusterView> views = newestViews();
            return views.stream().filter(what).count() * 2 > views.size();
        }

        /** When a switchover is to be, as more than half of the newest views show it. */
        public Optional<Instant> scheduledSwitchover() {
            return newestViews().stream()
                    .flatMap(shown -> scheduledIn(shown).stream())
                    .filter(at -> isShown(shown -> scheduledIn(shown)
                            .filter(other -> Duration.between(at, other).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                            .isPresent()))
                    .findFirst();
        }

        private static Optional<Instant> scheduledIn(ClusterView shown) {
            return Optional.ofNullable(shown.scheduledSwitchover())
                    .flatMap(planned -> Optional.ofNullable(planned.at()));
        }

        /** The same with another view in this round. */
        public DcsAnswers withView(Answer<ClusterView> other) {
            return new DcsAnswers(other, viewedBy, peerViews, history, config, direct, lastConfig);
        }

        /** The same with this reading of the DCS itself: what it has is newer than what members have shown of it. */
        public DcsAnswers withDirect(DcsState other) {
            Answer<DynamicConfig> newer = own(other, Keys::config).orElse(config);
            return new DcsAnswers(
                    view,
                    viewedBy,
                    peerViews,
                    own(other, Keys::history).orElse(history),
                    newer,
                    other,
                    newer.value().orElse(lastConfig));
        }

        /** The same, where these are the newest settings that could ever be read. */
        public DcsAnswers withLastConfig(DynamicConfig other) {
            return new DcsAnswers(view, viewedBy, peerViews, history, config, direct, other);
        }

        private static <T> Optional<Answer<T>> own(DcsState direct, Function<Keys, @Nullable T> part) {
            return direct.keys() instanceof Answer.Answered<Keys> read
                    ? Optional.ofNullable(part.apply(read.content()))
                            .map(told -> Answer.answered(told, read.asked(), read.received()))
                    : Optional.empty();
        }
    }

    /** @param member who was asked */
    public record PeerView(String member, Answer<ClusterView> view) {}

    /** The same round with other answers. */
    public Observation with(List<MemberObservation> otherMembers, DcsAnswers otherDcs) {
        return new Observation(
                cluster,
                started,
                finished,
                wall,
                otherMembers,
                otherDcs,
                seeds,
                absentLeftOut,
                certificates,
                endpoints);
    }

    /** The same round, where applications connect at these. */
    public Observation withEndpoints(List<ClientEndpoint> asked) {
        return new Observation(
                cluster, started, finished, wall, members, dcs, seeds, absentLeftOut, certificates, asked);
    }

    /** The same round, in which these were shown. */
    public Observation withCertificates(List<Certificate> shown) {
        return new Observation(cluster, started, finished, wall, members, dcs, seeds, absentLeftOut, shown, endpoints);
    }

    public Optional<MemberObservation> member(String name) {
        return members.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /** The settings to judge by: the newest that were read, however long ago, else Patroni's defaults. */
    public DynamicConfig config() {
        DynamicConfig last = dcs.lastConfig();
        return last == null ? DynamicConfig.DEFAULTS : last;
    }

    /** {@link #config} was read, and is no default. */
    public boolean knowsConfig() {
        return dcs.lastConfig() != null;
    }

    /** Anybody who would know of maintenance mode has answered. */
    public boolean tellsWhetherPaused() {
        return dcs.view().isAnswered()
                || members.stream().anyMatch(m -> m.patroni().isAnswered());
    }

    /**
     * Maintenance mode, as most of the newest views of the DCS show it or most members tell: each lags behind the DCS in its own
     * way, and no member alone is believed. Where nobody shows the DCS and members are divided, those decide that read it last, for
     * one that was cut off tells what was true then. False when nobody says so.
     */
    public boolean isPaused() {
        List<PatroniStatus> told = statuses();
        long paused = told.stream().filter(Observation::tellsOfPause).count();
        boolean divided = paused * 2 == told.size() && dcs.newestViews().isEmpty();
        return dcs.isShown(ClusterView::paused)
                || paused * 2 > told.size()
                || (divided && witnessesOfTheDcs().stream().anyMatch(Observation::tellsOfPause));
    }

    private static boolean tellsOfPause(PatroniStatus status) {
        return status.has(PatroniStatus.Flag.PAUSE);
    }

    private List<PatroniStatus> statuses() {
        return members.stream()
                .flatMap(member -> member.patroni().value().stream())
                .toList();
    }

    /** Before Patroni 2.1.2 none tells when it read the DCS. */
    private List<PatroniStatus> witnessesOfTheDcs() {
        List<PatroniStatus> all = statuses();
        Instant newest = all.stream()
                .map(PatroniStatus::dcsLastSeen)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        return all.stream()
                .filter(status -> status.dcsLastSeen() == null
                        || !status.dcsLastSeen().plus(CLOCK_TOLERANCE).isBefore(newest))
                .toList();
    }
}
