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

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.DCS_LOST, EventType.DCS_BACK);
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        List<Instant> contacts = contacts(now.snapshot());
        Certainty lost = lost(now.snapshot(), contacts);
        memory.doubted(LOST)
                .filter(doubt -> doubt.isYes()
                        && !isLostInFailsafeMode(now.snapshot())
                        && contacts.stream().anyMatch(contact -> contact.isAfter(doubt.at())))
                .ifPresent(disproved -> memory.dropDoubt(LOST));
        return memory
                .turn(LOST, lost, now.at(), silent(now.snapshot()).isEmpty() ? Duration.ZERO : EventMemory.TWICE)
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
        if (isLostInFailsafeMode(snapshot)) {
            return Certainty.YES;
        }
        boolean outOfReach = snapshot.seen().dcs().direct().isOutOfReach() == Certainty.YES;
        Timing timing = snapshot.seen().config().timing();
        Instant newest = contacts.get(contacts.size() - 1);
        if (snapshot.ageOf(newest).compareTo(timing.readsDcsWithin()) > 0) {
            return mayReachIt(silent(snapshot), snapshot.seen()) ? Certainty.UNKNOWN : Certainty.YES;
        }
        return outOfReach && DcsEvidence.isSeenByMembers(snapshot.seen()) != Certainty.YES
                ? Certainty.UNKNOWN
                : Certainty.NO;
    }

    private static List<MemberObservation> silent(ClusterSnapshot snapshot) {
        return snapshot.members().stream()
                .filter(member -> !member.patroni().isAnswered())
                .toList();
    }

    /** A member that does not tell shows what is in the DCS, holds the lock, or was not asked again since it hung. */
    private static boolean mayReachIt(List<MemberObservation> silent, Observation seen) {
        String owner = seen.dcs().direct().lock().map(Lock::owner).orElse(null);
        return silent.stream()
                .anyMatch(member -> seen.dcs().view().isAnswered()
                        || member.name().equals(owner)
                        || seen.isShownAgain(member.patroni()));
    }

    private static Event lost(Sight now, EventMemory.Turn turn, List<Instant> contacts) {
        Instant newest = contacts.get(contacts.size() - 1);
        Duration age = age(newest, turn.at());
        boolean failsafe = isFailsafe(now.snapshot());
        Timing timing = now.snapshot().seen().config().timing();
        boolean silent = now.snapshot().ageOf(newest).compareTo(timing.readsDcsWithin()) > 0;
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

    /** At the time that the event has, which may be some rounds ago. */
    private static Duration age(Instant contact, Instant at) {
        return contact.isAfter(at) ? Duration.ZERO : Duration.between(contact, at);
    }

    /** However fresh the last contact of members is. */
    private static boolean isLostInFailsafeMode(ClusterSnapshot snapshot) {
        return snapshot.seen().dcs().direct().isOutOfReach() == Certainty.YES && isFailsafe(snapshot);
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
