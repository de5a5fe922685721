package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.correlate.ClusterMemory;
import io.greenlang.patroni.monitor.correlate.Correlator;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.model.TagValue;
import io.greenlang.patroni.monitor.model.Tags;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one round of a poll saw: these members, and the DCS through them. {@code /cluster} fails until a leader or a view is
 * given. Mutable; every change returns this.
 */
public final class Round {
    /** When a cluster that is followed round by round was seen first. */
    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final Instant finished;
    private final List<Member> members;
    private String cluster = "demo";
    private Instant started;
    private ClockOffset wall = ClockOffset.NONE;
    private int absentLeftOut;
    private List<Certificate> certificates = List.of();
    private final Map<String, MemberRole> roles = new HashMap<>();
    private final Map<String, ClusterView.Lag> lags = new HashMap<>();
    private final Map<String, Tags> tags = new HashMap<>();
    private final Map<String, Integer> timelines = new HashMap<>();
    private final List<PeerView> peerViews = new ArrayList<>();
    private final List<Observation.SeedAnswer> seeds = new ArrayList<>();
    private @Nullable Answer<ClusterView> view;
    private boolean viewAnswers;
    private boolean paused;
    private @Nullable String viewedBy;
    private @Nullable String leader;
    private DcsState direct = DcsState.NOT_READ;
    private @Nullable ScheduledSwitchover scheduled;
    private Answer<TimelineHistory> history = Answer.notAsked();
    private @Nullable Answer<DynamicConfig> config;
    private @Nullable DynamicConfig lastConfig;

    private Round(Instant finished, Collection<Member> members) {
        this.started = finished;
        this.finished = finished;
        this.members = List.copyOf(members);
    }

    /** Of a cluster that is read every five seconds, and of which nothing is remembered. */
    public static Correlator correlator(String scope) {
        return new Correlator(
                new Correlator.Settings(scope, Duration.ofSeconds(5), Duration.ofHours(1), null), new ClusterMemory());
    }

    public static Instant at(double seconds) {
        return START.plusNanos(Math.round(seconds * 1e9));
    }

    public static Round of(double seconds, Member... members) {
        return of(at(seconds), List.of(members));
    }

    public static Round of(Instant finished, Collection<Member> members) {
        return new Round(finished, members);
    }

    public Round cluster(String name) {
        cluster = name;
        return this;
    }

    public Round started(Instant when) {
        started = when;
        return this;
    }

    /** How far the wall clock is from the daemon's. */
    Round wall(ClockOffset offset) {
        wall = offset;
        return this;
    }

    /** How many members that left the DCS are forgotten already. */
    Round absentLeftOut(int count) {
        absentLeftOut = count;
        return this;
    }

    Round certificates(List<Certificate> shown) {
        certificates = shown;
        return this;
    }

    /**
     * {@code /cluster} answers.
     *
     * @param owner of the leader key, or null
     */
    public Round leader(@Nullable String owner) {
        viewAnswers = true;
        leader = owner;
        return this;
    }

    /** What {@code /cluster} answers. */
    public Round view(Answer<ClusterView> shown) {
        view = shown;
        return this;
    }

    /** What the DCS itself tells. */
    public Round dcs(DcsState read) {
        direct = read;
        return this;
    }

    public Round role(String member, MemberRole role) {
        roles.put(member, role);
        return this;
    }

    public Round listedLag(String member, Long bytes) {
        lags.put(member, new ClusterView.Lag(bytes, null, null));
        return this;
    }

    public Round listedTimeline(String member, int timeline) {
        timelines.put(member, timeline);
        return this;
    }

    public Round listedTag(String member, String tag, String value) {
        tags.put(member, new Tags(Map.of(tag, TagValue.text(value))));
        return this;
    }

    public Round scheduled(Instant when, String from, String to) {
        scheduled = new ScheduledSwitchover(when, from, to);
        return this;
    }

    public Round peer(String asked, @Nullable String owner) {
        return peerLongAgo(asked, owner, finished);
    }

    /** A view from an earlier round. */
    public Round peerLongAgo(String asked, @Nullable String owner, Instant when) {
        return peers(List.of(new PeerView(asked, Answer.answered(view(owner), when, when))));
    }

    public Round peers(List<PeerView> more) {
        peerViews.addAll(more);
        return this;
    }

    public Round paused() {
        paused = true;
        return this;
    }

    /** Who shows the view; null for a seed. */
    public Round viewedBy(@Nullable String member) {
        viewedBy = member;
        return this;
    }

    public Round seed(String address, Answer<PatroniStatus> status) {
        seeds.add(new Observation.SeedAnswer(URI.create(address), status));
        return this;
    }

    public Round history(TimelineHistory.Entry... entries) {
        return history(Answer.answered(new TimelineHistory(List.of(entries)), finished, finished));
    }

    public Round history(Answer<TimelineHistory> newest) {
        history = newest;
        return this;
    }

    /** Read in that round, and kept. */
    public Round historyOf(Round earlier) {
        return history(earlier.history);
    }

    public Round historyFails() {
        return history(Answer.failed(FailureKind.EMPTY_REPLY, "made up", finished));
    }

    public Round config(DynamicConfig settings) {
        return config(Answer.answered(settings, finished, finished));
    }

    public Round config(Answer<DynamicConfig> newest) {
        config = newest;
        return this;
    }

    /** What it was when it could last be read. */
    public Round lastConfig(@Nullable DynamicConfig settings) {
        lastConfig = settings;
        return this;
    }

    public static TimelineHistory.Entry ended(int timeline, Instant began, String newLeader) {
        return ended(timeline, "no recovery target specified", began, newLeader);
    }

    public static TimelineHistory.Entry ended(int timeline, String reason, Instant began, String newLeader) {
        return new TimelineHistory.Entry(timeline, new Lsn(timeline * 1000L), reason, began, newLeader);
    }

    public Observation seen() {
        return new Observation(
                cluster,
                started,
                finished,
                wall,
                members.stream().map(member -> member.seen(finished)).toList(),
                new DcsAnswers(
                        view == null ? view() : view, viewedBy, peerViews, history, config(), direct, lastConfig),
                seeds,
                absentLeftOut,
                certificates,
                List.of());
    }

    /** Nothing is set, if nothing else is said. */
    private Answer<DynamicConfig> config() {
        return config == null ? Answer.answered(DynamicConfig.DEFAULTS, finished, finished) : config;
    }

    private Answer<ClusterView> view() {
        return viewAnswers
                ? Answer.answered(view(leader), finished, finished)
                : Answer.failed(FailureKind.EMPTY_REPLY, "made up", finished);
    }

    private ClusterView view(@Nullable String owner) {
        List<ListedMember> listed = members.stream()
                .map(member -> member.listed(
                        roleOf(member.name(), owner),
                        PostgresState.RUNNING,
                        timelines.get(member.name()),
                        lags.getOrDefault(member.name(), ClusterView.Lag.UNKNOWN),
                        tags.getOrDefault(member.name(), Tags.NONE)))
                .toList();
        return new ClusterView(cluster, listed, paused, scheduled);
    }

    private MemberRole roleOf(String member, @Nullable String owner) {
        if (member.equals(owner)) {
            return roles.get(member) == MemberRole.STANDBY_LEADER ? MemberRole.STANDBY_LEADER : MemberRole.LEADER;
        }
        MemberRole role = roles.getOrDefault(member, MemberRole.REPLICA);
        return role.isLeader() ? MemberRole.REPLICA : role;
    }
}
