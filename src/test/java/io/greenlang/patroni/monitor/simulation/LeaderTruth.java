package io.greenlang.patroni.monitor.simulation;

import static io.greenlang.patroni.monitor.simulation.Frame.DCS_READ_ONLY;
import static io.greenlang.patroni.monitor.simulation.Frame.NO_LEADER;

import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who leads: the newest timeline's primary, never a stale one, nobody when nobody writes; and no change is made up. */
final class LeaderTruth implements Invariant {
    static final String FALSE_ALERT = "no PatroniNoLeader while the newest timeline's primary is read and writes";
    static final String MISSING = "PatroniNoLeader when nobody writes to the newest timeline";
    static final String STALE = "a stale primary is never named leader";
    static final String INVENTED = "no leader change is invented";

    private static final int MARGIN = 3;

    private final int pending = Frame.pending("no-leader");
    private final Streaks streaks = new Streaks();
    private int newestSeen;

    @Override
    public List<Breach> check(Frame frame) {
        newestSeen = Math.max(newestSeen, newestIn(frame));
        return Invariant.all(falseAlert(frame), missing(frame), stale(frame), invented(frame));
    }

    private static Machine newestPrimary(Frame frame) {
        World world = frame.world();
        return world.machine(world.leaders.get(world.newestTimeline()));
    }

    private static boolean isAtWork(Frame frame, Machine newest) {
        return newest.writes() && newest.timeline == frame.world().newestTimeline();
    }

    private static Optional<Breach> falseAlert(Frame frame) {
        Machine newest = newestPrimary(frame);
        boolean known = isAtWork(frame, newest) && frame.readsSql(newest);
        return Invariant.breachIf(
                known && !frame.alerts(NO_LEADER).isEmpty(),
                FALSE_ALERT,
                frame,
                () -> frame.alertsInWords() + " although " + newest.name + " writes");
    }

    private Optional<Breach> missing(Frame frame) {
        boolean nobody = !isAtWork(frame, newestPrimary(frame))
                && newestSeen == frame.world().newestTimeline()
                && frame.world().machines.stream().allMatch(m -> frame.readsSql(m) || frame.provesDown(m))
                && frame.world().machines.stream().anyMatch(frame::readsSql);
        int length = streaks.extend("nobody", nobody);
        return Invariant.breachIf(
                length > pending + MARGIN && !frame.fires(NO_LEADER) && !frame.fires(DCS_READ_ONLY),
                MISSING,
                frame,
                () -> "leader " + frame.facts().leadership().leader() + ", has leader "
                        + frame.facts().leadership().hasLeader() + ", " + frame.alertsInWords());
    }

    private Optional<Breach> stale(Frame frame) {
        String leader = frame.facts().leadership().leader();
        Optional<Machine> named = frame.world().machines.stream()
                .filter(m -> m.name.equals(leader) && m.writes())
                .filter(m -> m.timeline < newestSeen)
                .findFirst();
        return Invariant.breachIf(
                named.isPresent(),
                STALE,
                frame,
                () -> leader + " on timeline " + named.map(m -> m.timeline).orElse(0) + " of " + newestSeen);
    }

    private static Optional<Breach> invented(Frame frame) {
        Map<Integer, String> truth = frame.world().leaders;
        Set<Integer> told = new HashSet<>();
        return frame.facts().leaderRecord().changes().stream()
                .filter(change -> !told.add(change.timeline()) || !isTrue(change, truth))
                .findFirst()
                .map(change -> new Breach(INVENTED, frame.round(), change + ", but in truth " + truth));
    }

    private static boolean isTrue(LeaderChange change, Map<Integer, String> truth) {
        boolean to = change.to() == null || change.to().equals(truth.get(change.timeline()));
        boolean from = change.from() == null
                || truth.entrySet().stream()
                        .anyMatch(led -> led.getKey() < change.timeline()
                                && led.getValue().equals(change.from()));
        return to && from && (change.from() == null || !change.from().equals(change.to()));
    }

    private static int newestIn(Frame frame) {
        IntStream own = frame.world().machines.stream()
                .filter(machine -> !machine.has(Trouble.ADDRESS_REUSED))
                .flatMap(machine -> frame.shown(machine).stream())
                .flatMapToInt(LeaderTruth::timelines);
        IntStream listed = frame.seen().dcs().view().value().map(ClusterView::members).stream()
                .flatMap(members -> members.stream().map(member -> member.timeline()))
                .filter(Objects::nonNull)
                .mapToInt(timeline -> timeline);
        IntStream history = frame.seen().dcs().history().value().stream()
                .flatMap(known -> known.entries().stream())
                .mapToInt(Entry::endedTimeline)
                .map(ended -> ended + 1);
        return IntStream.concat(IntStream.concat(own, listed), history).max().orElse(0);
    }

    private static IntStream timelines(MemberObservation member) {
        return Stream.concat(
                        member.postgres().value().map(facts -> facts.wal().timeline()).stream(),
                        member.patroni().value().flatMap(status -> status.timeline()).stream())
                .mapToInt(timeline -> timeline);
    }
}
