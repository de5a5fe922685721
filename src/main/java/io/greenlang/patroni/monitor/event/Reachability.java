package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.DcsEvidence;
import io.greenlang.patroni.monitor.model.DcsState.Lock;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the DCS can be reached. Lost: every Patroni that tells when it read the DCS did so longer ago than a loop_wait and a
 * retry_timeout; or the leader goes on in failsafe mode, and no endpoint of a DCS that is read directly can be used.
 * Reached: one did so since. Anything else is unknown. Members that don't answer say nothing about the DCS: the one whose answer is
 * late may be the one that reaches it. Neither does a fresh contact while the DCS that is read directly can't be, and nobody
 * holds the lock ({@link DcsEvidence}).
 */
final class Reachability implements Change {
    private static final String LOST = "dcs_lost";
    private static final Duration TWICE = Duration.ofMillis(1);

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.DCS_LOST, EventType.DCS_BACK);
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        List<Instant> contacts = contacts(now.snapshot());
        Certainty lost = lost(now.snapshot(), contacts);
        return memory
                .turn(LOST, lost, now.at(), doAllAnswer(now.snapshot()) ? Duration.ZERO : TWICE)
                .map(turn -> EventMemory.isYes(turn) ? lost(now, turn, contacts) : back(now, turn))
                .stream()
                .toList();
    }

    private static List<Instant> contacts(ClusterSnapshot snapshot) {
        return snapshot.members().stream()
                .flatMap(member -> member.patroni().value().stream())
                .map(PatroniStatus::dcsLastSeen)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    private static Certainty lost(ClusterSnapshot snapshot, List<Instant> contacts) {
        if (contacts.isEmpty()) {
            return Certainty.UNKNOWN;
        }
        boolean outOfReach = snapshot.seen().dcs().direct().isOutOfReach() == Certainty.YES;
        if (outOfReach && isFailsafe(snapshot)) {
            return Certainty.YES;
        }
        Timing timing = snapshot.seen().config().timing();
        Instant newest = contacts.get(contacts.size() - 1);
        if (snapshot.ageOf(newest).compareTo(usual(timing)) > 0) {
            return maySomebodyReachIt(snapshot) ? Certainty.UNKNOWN : Certainty.YES;
        }
        return outOfReach && DcsEvidence.isSeenByMembers(snapshot.seen()) != Certainty.YES
                ? Certainty.UNKNOWN
                : Certainty.NO;
    }

    private static boolean doAllAnswer(ClusterSnapshot snapshot) {
        return snapshot.members().stream().allMatch(member -> member.patroni().isAnswered());
    }

    /** A member that does not tell shows what is in the DCS, holds the lock, or was not asked again since it hung. */
    private static boolean maySomebodyReachIt(ClusterSnapshot snapshot) {
        List<MemberObservation> untold = snapshot.members().stream()
                .filter(member -> !member.patroni().isAnswered())
                .toList();
        Observation seen = snapshot.seen();
        Optional<String> owner = seen.dcs().direct().lock().map(Lock::owner);
        return !untold.isEmpty()
                && (seen.dcs().view().isAnswered()
                        || untold.stream()
                                .anyMatch(member ->
                                        owner.filter(member.name()::equals).isPresent())
                        || untold.stream().anyMatch(member -> isShownAgain(member, seen)));
    }

    private static boolean isShownAgain(MemberObservation member, Observation seen) {
        return member.patroni()
                .reason()
                .flatMap(failure -> member.patroni().knownAt())
                .filter(at -> at.isBefore(seen.started()))
                .isPresent();
    }

    private static Duration usual(Timing timing) {
        return timing.loopWait().plus(timing.retryTimeout());
    }

    private static Event lost(Sight now, EventMemory.Turn turn, List<Instant> contacts) {
        Duration age = now.snapshot().ageOf(contacts.get(contacts.size() - 1));
        boolean failsafe = isFailsafe(now.snapshot());
        Timing timing = now.snapshot().seen().config().timing();
        boolean silent = age.compareTo(usual(timing)) > 0;
        return now.event(
                turn.at(),
                EventType.DCS_LOST,
                null,
                silent
                        ? "No member has reached the DCS for " + Figures.age(age) + "; after "
                                + timing.ttl().toSeconds() + " s the leader "
                                + (failsafe ? "goes on in failsafe mode" : "must step down")
                        : "The monitor can't read the DCS, and the leader goes on in failsafe mode",
                new Data()
                        .seconds("last_contact_seconds_ago", age)
                        .with("failsafe_mode", failsafe)
                        .with("members_answering", contacts.size()));
    }

    private static boolean isFailsafe(ClusterSnapshot snapshot) {
        return snapshot.members().stream()
                .flatMap(member -> member.patroni().value().stream())
                .anyMatch(status -> status.has(PatroniStatus.Flag.FAILSAFE_ACTIVE));
    }

    private static Event back(Sight now, EventMemory.Turn turn) {
        return now.event(
                EventType.DCS_BACK,
                null,
                "The DCS is reached again, " + Figures.time(turn.lasted()) + " after it was found lost",
                new Data().seconds("lost_seconds", turn.lasted()));
    }
}
