package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon's poll makes of the world: members are remembered when they are no longer listed, one that answered shows
 * the DCS, in turn, and the history and the settings are asked every minute.
 */
final class Eye {
    private static final int SLOW_ROUNDS = 12;
    private static final int VIEW_ROUNDS = 24;
    private static final int KEPT_ROUNDS = 3 * SLOW_ROUNDS;

    private record Shown(Answer<ClusterView> view, int round) {}

    private final World world;
    private final Sources sources;
    private final Map<String, Presence> directory = new TreeMap<>();
    private final Set<String> answering = new HashSet<>();
    private final Map<String, Shown> shown = new TreeMap<>();
    private long turn;

    private int slowAt;
    private Answer<TimelineHistory> history = Answer.notAsked();
    private Answer<DynamicConfig> config = Answer.notAsked();
    private int historyRead;
    private int configRead;

    Eye(World world) {
        this.world = world;
        this.sources = new Sources(world);
    }

    /** What is no memory of the cluster is lost. */
    void restart() {
        answering.clear();
        shown.clear();
        slowAt = 0;
        history = Answer.notAsked();
        config = Answer.notAsked();
    }

    /** One round. */
    Observation look() {
        Instant started = world.clocks.monitor(world.now());
        Instant finished = sources.roundEnd();
        if (directory.isEmpty()) {
            world.machines.forEach(machine -> merge(sources.view(machine), finished));
        }
        List<Member> members = new ArrayList<>();
        Set<String> answered = new HashSet<>();
        String shower = shower();
        Answer<ClusterView> view = shower == null
                ? Answer.failed(FailureKind.TIMEOUT, "no member answers", finished)
                : sources.view(world.machine(shower));
        List<PeerView> peers = peers(shower, view);
        Answer<TimelineHistory> newest = history(shower);
        for (Map.Entry<String, Presence> known : directory.entrySet()) {
            Machine machine = world.machine(known.getKey());
            Member member = Member.replica(machine.name)
                    .sqlOff()
                    .presence(known.getValue())
                    .livenessAnswer(sources.liveness(machine));
            Answer<PatroniStatus> status = sources.status(machine);
            members.add(member.patroni(status).postgres(sources.sql(machine)));
            if (status.isAnswered()) {
                answered.add(machine.name);
            }
        }
        answering.clear();
        answering.addAll(answered);
        merge(view, finished);
        return Round.of(finished, members)
                .cluster(Facts.SCOPE)
                .started(started)
                .view(view)
                .viewedBy(shower)
                .peers(peers)
                .history(newest)
                .config(config)
                .seen();
    }

    /** A seed is any member that can show the DCS, while none of those that are known answers. */
    private @Nullable String shower() {
        List<String> witnesses =
                directory.keySet().stream().filter(answering::contains).toList();
        if (!witnesses.isEmpty()) {
            return witnesses.get((int) (turn++ % witnesses.size()));
        }
        return world.machines.stream()
                .filter(seed -> sources.view(seed).isAnswered())
                .map(seed -> seed.name)
                .findFirst()
                .orElse(directory.keySet().stream().findFirst().orElse(null));
    }

    /** The last view of each of the others, none older than two minutes. */
    private List<PeerView> peers(@Nullable String shower, Answer<ClusterView> view) {
        shown.values().removeIf(one -> world.round - one.round() > VIEW_ROUNDS);
        shown.keySet().retainAll(answering);
        List<PeerView> peers = shown.entrySet().stream()
                .filter(one -> !one.getKey().equals(shower) && directory.containsKey(one.getKey()))
                .map(one -> new PeerView(one.getKey(), one.getValue().view()))
                .toList();
        if (shower != null) {
            shown.put(shower, new Shown(view, world.round));
        }
        return peers;
    }

    /** Asks for the settings, too, when it is time. */
    private Answer<TimelineHistory> history(@Nullable String shower) {
        boolean due = world.round >= slowAt;
        boolean behind = history.value().map(h -> h.entries().size()).orElse(0) + 1 < world.newestTimeline();
        if (shower != null && (due || behind)) {
            Answer<TimelineHistory> read = sources.history(world.machine(shower));
            if (read.isAnswered() || world.round - historyRead > KEPT_ROUNDS) {
                historyRead = read.isAnswered() ? world.round : historyRead;
                history = read;
            }
        }
        if (shower != null && due) {
            Answer<DynamicConfig> read = sources.config(world.machine(shower));
            if (read.isAnswered() || world.round - configRead > KEPT_ROUNDS) {
                configRead = read.isAnswered() ? world.round : configRead;
                config = read;
            }
            slowAt = world.round + (read.isAnswered() ? SLOW_ROUNDS : 2);
        }
        return history;
    }

    private void merge(Answer<ClusterView> view, Instant now) {
        if (view.isAnswered()) {
            directory.replaceAll(
                    (name, known) -> new Presence(known.address(), false, known.firstSeen(), known.lastListed()));
        }
        for (ListedMember member : view.value().map(ClusterView::members).orElse(List.of())) {
            Presence known = directory.get(member.name());
            Instant first = known == null ? now : known.firstSeen();
            directory.put(member.name(), new Presence(member.address(), true, first, now));
        }
    }
}
