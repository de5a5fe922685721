package io.greenlang.patroni.monitor.rule.checklist;

import static io.greenlang.patroni.monitor.rule.checklist.Outcome.fail;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.pass;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.unknown;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people have ordered Patroni to do, and whether all members have the same orders. */
record OperationChecks(ClusterSnapshot snapshot) {

    Outcome notPaused() {
        if (snapshot.seen().isPaused()) {
            return fail("maintenance mode is on: Patroni would not fail over");
        }
        return snapshot.seen().tellsWhetherPaused() ? pass("maintenance mode is off") : unknown("no Patroni answers");
    }

    Outcome nothingScheduled() {
        Optional<ClusterView> view = snapshot.seen().dcs().view().value();
        if (view.isEmpty()) {
            return unknown("the DCS can't be read: " + whyNoView());
        }
        List<String> scheduled = new ArrayList<>();
        ScheduledSwitchover switchover = view.get().scheduledSwitchover();
        if (switchover != null) {
            scheduled.add("a switchover" + words(" from ", switchover.from()) + words(" to ", switchover.to())
                    + at(switchover.at()));
        }
        view.get()
                .scheduledRestarts()
                .forEach(restart -> scheduled.add("a restart of " + restart.member() + at(restart.at())));
        return scheduled.isEmpty() ? pass("neither a switchover nor a restart") : fail(String.join("; ", scheduled));
    }

    private static String words(String before, @Nullable String name) {
        return name == null ? "" : before + name;
    }

    private String at(@Nullable Instant moment) {
        return moment == null ? "" : " at " + snapshot.wall().shows(moment);
    }

    Outcome noPendingRestart() {
        List<String> waiting = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (MemberObservation member : snapshot.members()) {
            member.patroni()
                    .value()
                    .ifPresentOrElse(
                            status -> {
                                if (status.has(Flag.PENDING_RESTART)) {
                                    waiting.add(member.name());
                                }
                            },
                            () -> silent.add(member.name()));
        }
        if (!waiting.isEmpty()) {
            return fail(Words.list(waiting) + ": new settings take effect at a restart");
        }
        if (snapshot.members().isEmpty()) {
            return unknown(Words.BLIND);
        }
        return silent.isEmpty() ? pass("none does") : unknown(Words.list(silent) + ": Patroni can't be read");
    }

    /** Every member that is up was asked, and has the same leader and the same members in sight. */
    Outcome dcs() {
        if (snapshot.isBlind()) {
            return unknown(Words.BLIND);
        }
        Optional<ClusterView> view = snapshot.seen().dcs().view().value();
        if (view.isEmpty()) {
            return unreadable(
                    "the DCS can't be read: " + whyNoView(),
                    snapshot.seen().dcs().view().reason());
        }
        List<String> failsafe = snapshot.members().stream()
                .filter(member -> member.patroni()
                        .value()
                        .filter(s -> s.has(Flag.FAILSAFE_ACTIVE))
                        .isPresent())
                .map(MemberObservation::name)
                .toList();
        Stream<Outcome> inFailsafe = failsafe.isEmpty()
                ? Stream.empty()
                : Stream.of(fail(Words.list(failsafe) + ": in failsafe mode, which means that the DCS is lost"));
        return Outcome.worst(
                Stream.concat(
                        inFailsafe,
                        snapshot.seen().dcs().peerViews().stream()
                                .filter(peer -> !snapshot.facts()
                                        .diagnosis(peer.member())
                                        .isDown())
                                .map(peer -> compare(view.get(), peer))),
                "leader " + leaderName(view.get()) + ", " + view.get().members().size() + " members");
    }

    private static Outcome compare(ClusterView view, PeerView peer) {
        return peer.view()
                .fold(
                        answered -> compare(view, peer.member(), answered.content()),
                        failure ->
                                unreadable(peer.member() + " does not show the DCS: " + failure, Optional.of(failure)),
                        () -> pass(peer.member()));
    }

    private static Outcome compare(ClusterView view, String peer, ClusterView other) {
        if (!Objects.equals(leader(view), leader(other))) {
            return fail(
                    "%s sees %s as the leader, another member %s".formatted(peer, leaderName(other), leaderName(view)));
        }
        return names(view).equals(names(other))
                ? pass(peer)
                : fail("%s sees the members %s, another member %s"
                        .formatted(peer, Words.list(names(other)), Words.list(names(view))));
    }

    private static String leaderName(ClusterView view) {
        return Objects.requireNonNullElse(leader(view), "nobody");
    }

    private static @Nullable String leader(ClusterView view) {
        return view.leader().map(ClusterView.ListedMember::name).orElse(null);
    }

    private static TreeSet<String> names(ClusterView view) {
        TreeSet<String> names = new TreeSet<>();
        view.members().forEach(member -> names.add(member.name()));
        return names;
    }

    /** A member that takes the question and closes has lost its DCS; other failures may be the way to the member. */
    private static Outcome unreadable(String words, Optional<Failure> failure) {
        boolean lost = failure.map(Failure::kind)
                .filter(kind -> kind == FailureKind.EMPTY_REPLY)
                .isPresent();
        return lost ? fail(words) : unknown(words);
    }

    private String whyNoView() {
        return snapshot.seen().dcs().view().reason().map(Failure::toString).orElse("no member could be asked");
    }
}
