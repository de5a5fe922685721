package io.greenlang.patroni.monitor.simulation;

import static io.greenlang.patroni.monitor.simulation.Frame.DCS_READ_ONLY;
import static io.greenlang.patroni.monitor.simulation.Frame.MEMBER_DOWN;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A fault that lasts is told within its {@code for} and a margin, whatever else happens, and no longer when it is over. */
final class FaultTruth implements Invariant {
    static final String DEAD_MISSING = "a dead member is told";
    static final String DEAD_FALSE = "a member that is well again is not down";
    static final String DCS_MISSING = "a member that has lost the DCS is told";
    static final String DCS_FALSE = "a member that reaches the DCS again is not told";
    static final String READ_ONLY_MISSING = "a lock that nobody can take is told";
    static final String FAILSAFE_MISSING = "failsafe mode is told";

    private static final String DCS_STALE = "PatroniDcsStale";
    private static final String FAILSAFE = "PatroniFailsafeActive";
    private static final int MARGIN = 3;
    private static final int ONE_MINUTE = 12;

    private final int downPending = Frame.pending("member-down");
    private final int stalePending = Frame.pending("dcs-stale");
    private final int failsafePending = Frame.pending("failsafe-active");
    private final Plans plans = new Plans();
    private final Streaks streaks = new Streaks();

    @Override
    public List<Breach> check(Frame frame) {
        plans.learn(frame);
        List<Breach> breaches = new ArrayList<>();
        for (Machine machine : frame.world().machines) {
            breaches.addAll(dead(frame, machine));
            breaches.addAll(stale(frame, machine));
            failsafe(frame, machine).ifPresent(breaches::add);
        }
        readOnly(frame).ifPresent(breaches::add);
        return breaches;
    }

    private List<Breach> dead(Frame frame, Machine machine) {
        boolean works = machine.patroniWorks() && machine.postgresWorks();
        boolean obscured = machine.hasAny(
                Trouble.ADDRESS_REUSED,
                Trouble.ADDRESS_LOST,
                Trouble.LOGIN_REFUSED,
                Trouble.REST_UNAUTHORIZED,
                Trouble.SQL_UNREADABLE,
                Trouble.REST_FLICKERS,
                Trouble.SQL_FLICKERS);
        boolean isRemembered = frame.shown(machine).isPresent();
        int dead = streaks.extend("dead", machine, !works && !obscured && isRemembered && plans.areKnown());
        int well = streaks.extend("well", machine, works && frame.readsPatroni(machine) && frame.readsSql(machine));
        boolean told = frame.fires(MEMBER_DOWN, machine.name);
        return Invariant.all(
                Invariant.breachIf(
                        dead > downPending + MARGIN && !told,
                        DEAD_MISSING,
                        frame,
                        () -> machine.name + ": " + frame.alertsInWords()),
                Invariant.breachIf(
                        well > MARGIN
                                && !frame.alerts(MEMBER_DOWN, machine.name).isEmpty(),
                        DEAD_FALSE,
                        frame,
                        () -> machine.name + ": " + frame.alertsInWords()));
    }

    private List<Breach> stale(Frame frame, Machine machine) {
        int age = frame.round() - machine.dcsContact;
        boolean read = frame.readsPatroni(machine);
        int lost = streaks.extend("lost", machine, read && age > Dcs.TTL);
        int found = streaks.extend("found", machine, read && age < Dcs.TTL / 2);
        return Invariant.all(
                Invariant.breachIf(
                        lost > stalePending + MARGIN && !frame.fires(DCS_STALE, machine.name),
                        DCS_MISSING,
                        frame,
                        () -> machine.name + ", for " + age + " rounds: " + frame.alertsInWords()),
                Invariant.breachIf(
                        found > MARGIN && !frame.alerts(DCS_STALE, machine.name).isEmpty(),
                        DCS_FALSE,
                        frame,
                        () -> machine.name + ", " + age + " rounds ago: " + frame.alertsInWords()));
    }

    private Optional<Breach> failsafe(Frame frame, Machine machine) {
        int length = streaks.extend(
                "failsafe", machine, frame.readsPatroni(machine) && machine.failsafeUntil > frame.round());
        return Invariant.breachIf(
                length > failsafePending + MARGIN && !frame.fires(FAILSAFE),
                FAILSAFE_MISSING,
                frame,
                frame::alertsInWords);
    }

    private Optional<Breach> readOnly(Frame frame) {
        World world = frame.world();
        boolean free = world.dcs.health == Dcs.Health.READ_ONLY
                && !world.dcs.paused
                && world.dcs.holder(frame.round()) == null
                && frame.writers().isEmpty();
        boolean allRead = world.machines.stream()
                .allMatch(m -> m.patroniWorks()
                        && m.isWorkingStandby()
                        && !m.has(Trouble.DCS_CUT)
                        && frame.readsSql(m)
                        && frame.readsPatroni(m));
        return Invariant.breachIf(
                streaks.extend("read-only", free && allRead) > Dcs.TTL + ONE_MINUTE + MARGIN
                        && !frame.fires(DCS_READ_ONLY),
                READ_ONLY_MISSING,
                frame,
                frame::alertsInWords);
    }
}
