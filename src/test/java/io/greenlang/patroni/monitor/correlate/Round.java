package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A made-up round, finished some seconds after {@link #START}; nobody saw a view until one is given. */
final class Round {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    final Instant finished;
    private final List<Node> nodes;
    private final Map<String, MemberRole> roles = new HashMap<>();
    private final Map<String, ClusterView.Lag> lags = new HashMap<>();
    private final Map<String, Tags> tags = new HashMap<>();
    private final Map<String, Integer> timelines = new HashMap<>();
    private final List<PeerView> peerViews = new ArrayList<>();
    private final List<Observation.SeedAnswer> seeds = new ArrayList<>();
    private boolean viewAnswers;
    private boolean paused;
    private String viewedBy;
    private String leader;
    private DcsState direct = DcsState.NOT_READ;
    private ScheduledSwitchover scheduled;
    private Answer<TimelineHistory> history = Answer.notAsked();
    private Answer<DynamicConfig> config = Answer.notAsked();

    private Round(Instant finished, List<Node> nodes) {
        this.finished = finished;
        this.nodes = nodes;
    }

    /** Of a cluster that is read every five seconds, and of which nothing is remembered. */
    static Correlator correlator(String scope) {
        return new Correlator(
                new Correlator.Settings(scope, Duration.ofSeconds(5), Duration.ofHours(1), null), new ClusterMemory());
    }

    static Instant at(double seconds) {
        return START.plusNanos(Math.round(seconds * 1e9));
    }

    static Round of(double seconds, Node... nodes) {
        return new Round(at(seconds), List.of(nodes));
    }

    /**
     * {@code /cluster} answers.
     *
     * @param owner of the leader key, or null
     */
    Round leader(String owner) {
        viewAnswers = true;
        leader = owner;
        return this;
    }

    /** What the DCS itself tells. */
    Round dcs(DcsState read) {
        direct = read;
        return this;
    }

    Round role(String member, MemberRole role) {
        roles.put(member, role);
        return this;
    }

    Round listedLag(String member, Long bytes) {
        lags.put(member, new ClusterView.Lag(bytes, null, null));
        return this;
    }

    Round listedTimeline(String member, int timeline) {
        timelines.put(member, timeline);
        return this;
    }

    Round listedTag(String member, String tag, String value) {
        tags.put(member, new Tags(Map.of(tag, TagValue.text(value))));
        return this;
    }

    Round scheduled(Instant when, String from, String to) {
        scheduled = new ScheduledSwitchover(when, from, to);
        return this;
    }

    Round peer(String asked, String owner) {
        peerViews.add(new PeerView(asked, Answer.answered(view(owner), finished, finished)));
        return this;
    }

    Round paused() {
        paused = true;
        return this;
    }

    /** Who shows the view. */
    Round viewedBy(String member) {
        viewedBy = member;
        return this;
    }

    Round seed(String address, Answer<PatroniStatus> status) {
        seeds.add(new Observation.SeedAnswer(URI.create(address), status));
        return this;
    }

    /** A view from an earlier round. */
    Round peerLongAgo(String asked, String owner, Instant when) {
        peerViews.add(new PeerView(asked, Answer.answered(view(owner), when, when)));
        return this;
    }

    Round history(TimelineHistory.Entry... entries) {
        history = Answer.answered(new TimelineHistory(List.of(entries)), finished, finished);
        return this;
    }

    /** Read in that round, and kept. */
    Round historyOf(Round earlier) {
        history = earlier.history;
        return this;
    }

    Round historyFails() {
        history = Answer.failed(FailureKind.EMPTY_REPLY, "made up", finished);
        return this;
    }

    Round config(DynamicConfig settings) {
        config = Answer.answered(settings, finished, finished);
        return this;
    }

    static TimelineHistory.Entry ended(int timeline, Instant began, String newLeader) {
        return ended(timeline, "no recovery target specified", began, newLeader);
    }

    static TimelineHistory.Entry ended(int timeline, String reason, Instant began, String newLeader) {
        return new TimelineHistory.Entry(timeline, new Lsn(timeline * 1000L), reason, began, newLeader);
    }

    Observation seen() {
        Answer<ClusterView> view = viewAnswers
                ? Answer.answered(view(leader), finished, finished)
                : Answer.failed(FailureKind.EMPTY_REPLY, "made up", finished);
        return new Observation(
                "demo",
                finished,
                finished,
                nodes.stream().map(node -> node.seen(finished)).toList(),
                new DcsAnswers(view, viewedBy, peerViews, history, config, direct),
                seeds);
    }

    private ClusterView view(String owner) {
        List<ListedMember> members = nodes.stream()
                .map(node -> new ListedMember(
                        node.name,
                        roleOf(node.name, owner),
                        PostgresState.RUNNING,
                        node.address(),
                        timelines.get(node.name),
                        lags.getOrDefault(node.name, ClusterView.Lag.UNKNOWN),
                        tags.getOrDefault(node.name, Tags.NONE)))
                .toList();
        return new ClusterView("demo", members, paused, scheduled);
    }

    private MemberRole roleOf(String member, String owner) {
        if (member.equals(owner)) {
            return roles.get(member) == MemberRole.STANDBY_LEADER ? MemberRole.STANDBY_LEADER : MemberRole.LEADER;
        }
        MemberRole role = roles.getOrDefault(member, MemberRole.REPLICA);
        return role.isLeader() ? MemberRole.REPLICA : role;
    }
}
