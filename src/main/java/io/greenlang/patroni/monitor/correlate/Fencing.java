package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.Unfenced;
import io.greenlang.patroni.monitor.model.Unfenced.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Why a member goes on writing beside the leader. Its own Patroni would demote it; where that can't, a watchdog would reset its
 * host {@code ttl} - 5 s after the last renewal of the lock. Pure.
 *
 * <p>A watchdog shows only where it failed with {@code watchdog.mode: required}; its mode is in {@code patroni.yml}, which nobody
 * shows. So silence about it proves nothing, and that nothing reset the host in time proves that none worked.
 *
 * @param leader null when nobody is known to lead
 */
record Fencing(Observation seen, @Nullable String leader) {

    /**
     * Of each that is not the leader, by name. One of another database system was never in the race for this lock, and is left out.
     *
     * @param writers members that accept writes, or did when they were last read
     */
    List<Unfenced> of(Collection<String> writers) {
        return new TreeSet<>(writers)
                .stream()
                        .filter(name -> !name.equals(leader))
                        .flatMap(name -> seen.member(name).stream())
                        .filter(member -> !isOfAnotherSystem(member))
                        .map(this::of)
                        .toList();
    }

    private boolean isOfAnotherSystem(MemberObservation member) {
        Set<String> own = new Testimony(member).systemIdentifiers();
        Set<String> leaders = Optional.ofNullable(leader)
                .flatMap(seen::member)
                .map(known -> new Testimony(known).systemIdentifiers())
                .orElse(Set.of());
        return !own.isEmpty() && !leaders.isEmpty() && Collections.disjoint(own, leaders);
    }

    private Unfenced of(MemberObservation member) {
        if (!new Testimony(member).isWritable()) {
            return unknown(member, "it does not answer now, so it may have been fenced since.");
        }
        return member.patroni().value().map(status -> told(member, status)).orElseGet(() -> untold(member));
    }

    private Unfenced told(MemberObservation member, PatroniStatus status) {
        String name = member.name();
        if (status.has(Flag.PAUSE)) {
            return new Unfenced(
                    name,
                    Cause.PAUSED,
                    "its Patroni says that the cluster is paused. In pause no primary is demoted, and the watchdog is off.");
        }
        if (status.has(Flag.FAILSAFE_ACTIVE)) {
            return new Unfenced(
                    name,
                    Cause.FAILSAFE_MODE,
                    "its Patroni is in failsafe mode, in which a primary goes on without the DCS while every member that it knows"
                            + " answers it. " + contact(status) + ".");
        }
        if (status.has(Flag.WATCHDOG_FAILED)) {
            return new Unfenced(
                    name,
                    Cause.WATCHDOG_FAILED,
                    "its Patroni says that its watchdog failed, and has not demoted it. " + loop(member, status));
        }
        if (!status.claimsPrimary()) {
            return unknown(
                    member,
                    "its Patroni answers and calls it %s, %s, while SQL there accepts writes."
                            .formatted(
                                    status.role().label(), status.state().isTold() ? status.state() : "state unknown"));
        }
        return new Unfenced(
                name,
                Cause.WITHOUT_LOCK,
                "its Patroni answers and calls it primary, and %s. %s".formatted(lock(), loop(member, status)));
    }

    private Unfenced untold(MemberObservation member) {
        String why =
                member.patroni().reason().map(failure -> failure.kind().label()).orElse("switched off");
        return switch (Contact.with(member.patroni())) {
            case REFUSES ->
                new Unfenced(
                        member.name(),
                        Cause.PATRONI_DOWN,
                        "its Patroni is down (%s), so nothing demotes it. %s".formatted(why, watchdog(member)));
            case BREAKS, SILENT, ABSENT ->
                isAlive(member)
                        ? unknown(member, "its Patroni does not answer (%s), but its HA loop runs.".formatted(why))
                        : new Unfenced(
                                member.name(),
                                Cause.NO_ANSWER,
                                "its Patroni does not answer (%s). If it hangs, nothing demotes %s until it wakes up. %s"
                                        .formatted(why, member.name(), watchdog(member)));
            case DECLINES -> unknown(member, "its Patroni answers and can't be read (%s).".formatted(why));
            case ANSWERS, UNTOLD -> unknown(member, "its Patroni was not asked (%s).".formatted(why));
        };
    }

    private static Unfenced unknown(MemberObservation member, String because) {
        return new Unfenced(member.name(), Cause.UNKNOWN, because);
    }

    /** By {@code /liveness}: its HA loop has come round within the ttl. In pause that is not looked at. */
    private boolean isAlive(MemberObservation member) {
        return !seen.isPaused() && member.liveness().value().orElse(false);
    }

    /** What follows from a host that was not reset though its Patroni does not demote. */
    private String watchdog(MemberObservation member) {
        if (seen.isPaused()) {
            return "The cluster is paused: a Patroni that is stopped in pause leaves PostgreSQL running and its watchdog off.";
        }
        LockSeen lock = LockSeen.in(seen);
        boolean passedOn = leader != null && leader.equals(lock.owner()) && isOlder(member, leader);
        return passedOn
                ? "A watchdog would have reset its host before %s could take the lock: none was armed there, or it failed."
                        .formatted(leader)
                : "No watchdog has reset its host.";
    }

    /** It was primary before the leader was. */
    private boolean isOlder(MemberObservation member, String other) {
        Optional<Integer> own = member.timeline();
        Optional<Integer> leaders = seen.member(other).flatMap(MemberObservation::timeline);
        return own.isPresent() && leaders.isPresent() && own.get() < leaders.get();
    }

    private String lock() {
        LockSeen lock = LockSeen.in(seen);
        if (!lock.isKnown()) {
            return "who holds the lock can't be read";
        }
        return lock.owner() == null ? "nobody holds the lock" : lock.owner() + " holds the lock";
    }

    private String loop(MemberObservation member, PatroniStatus status) {
        Timing timing = seen.config().timing();
        if (!member.liveness().value().orElse(true)) {
            return "Its HA loop has not run for longer than the ttl (%s): it hangs.".formatted(seconds(timing.ttl()));
        }
        Duration age = sinceContact(status);
        if (age == null) {
            return contact(status) + ".";
        }
        return age.compareTo(timing.ttl()) > 0
                ? "%s (ttl %s): its HA loop hangs, or it would have demoted itself."
                        .formatted(contact(status), seconds(timing.ttl()))
                : "%s: it demotes %s within loop_wait (%s), unless its HA loop hangs or it reads another DCS."
                        .formatted(contact(status), member.name(), seconds(timing.loopWait()));
    }

    private String contact(PatroniStatus status) {
        Duration age = sinceContact(status);
        return age == null
                ? "When it last read the DCS is unknown"
                : "It last read the DCS %s ago".formatted(Figures.age(age));
    }

    private @Nullable Duration sinceContact(PatroniStatus status) {
        Instant last = status.dcsLastSeen();
        return last == null ? null : Duration.between(last, seen.finished());
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + " s";
    }
}
