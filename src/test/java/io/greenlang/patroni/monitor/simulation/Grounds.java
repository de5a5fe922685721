package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.rule.Alert;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is really the matter, or looks like it for reasons that are real. Without a member: with any of them. */
final class Grounds {
    private static final Trouble[] BETWEEN = {
        Trouble.REST_CUT,
        Trouble.SQL_CUT,
        Trouble.REST_FLICKERS,
        Trouble.SQL_FLICKERS,
        Trouble.REST_UNAUTHORIZED,
        Trouble.LOGIN_REFUSED,
        Trouble.SQL_UNREADABLE,
        Trouble.ADDRESS_LOST
    };

    private Grounds() {}

    static boolean isWell(@Nullable Machine machine) {
        return machine != null && machine.patroniWorks() && machine.postgresWorks() && !machine.hasAny(BETWEEN);
    }

    static boolean anyUnwell(Frame frame) {
        return frame.world().machines.stream().anyMatch(machine -> !isWell(machine));
    }

    static boolean isBlind(Frame frame) {
        return frame.world().machines.stream()
                .noneMatch(machine -> frame.readsSql(machine) || frame.readsPatroni(machine));
    }

    /** A healthy member's contact is two rounds old at most. */
    static boolean isStale(Frame frame, @Nullable Machine machine) {
        return machine == null || frame.round() - machine.dcsContact >= Dcs.TTL / 2;
    }

    static boolean anyFailsafe(Frame frame) {
        return frame.world().machines.stream().anyMatch(machine -> machine.failsafeUntil >= frame.round());
    }

    static boolean doesNotStream(Frame frame, @Nullable Machine machine) {
        return machine == null
                ? frame.world().machines.stream().anyMatch(m -> !m.primary && doesNotStream(frame, m))
                : machine.primary
                        || !machine.receives
                        || machine.lastHeard < frame.round()
                        || !isNewest(frame, machine.upstream);
    }

    private static boolean isNewest(Frame frame, @Nullable String sender) {
        World world = frame.world();
        return sender != null && world.leaders.get(world.newestTimeline()).equals(sender);
    }

    static boolean isRefused(@Nullable Machine machine) {
        return machine == null || machine.has(Trouble.LOGIN_REFUSED);
    }

    static Set<String> firing(Frame frame, Function<Alert, String> key) {
        return frame.report().alerts().stream().filter(Alert::isFiring).map(key).collect(Collectors.toSet());
    }
}
