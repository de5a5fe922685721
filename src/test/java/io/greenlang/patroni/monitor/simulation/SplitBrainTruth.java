package io.greenlang.patroni.monitor.simulation;

import static io.greenlang.patroni.monitor.simulation.Frame.SPLIT_BRAIN;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A split brain is told when two members of this cluster write, as soon as that can be known, for as long as they do, and
 * never otherwise. Once it is told, a writer that can't be read any more may still write: that is no false alert.
 */
final class SplitBrainTruth implements Invariant {
    static final String FALSE_ALERT = "no PatroniSplitBrain while at most one member writes";
    static final String MISSING = "PatroniSplitBrain while two members that can be read write";

    private static final int HOLD = Math.toIntExact(Duration.ofMinutes(5).dividedBy(World.ROUND)) + 4;
    private static final int NEVER = -10_000;
    /** Rounds beyond the {@code for}: two that are read in turn are known to overlap when the first is read again. */
    private static final int MARGIN = 4;

    private final int pending = Frame.pending("split-brain");
    private final Streaks streaks = new Streaks();
    private final Map<String, Integer> lastRead = new HashMap<>();
    private int lastTwo = NEVER;

    @Override
    public List<Breach> check(Frame frame) {
        lastTwo = frame.writers().size() > 1 ? frame.round() : lastTwo;
        return Invariant.all(falseAlert(frame), missing(frame));
    }

    private Optional<Breach> falseAlert(Frame frame) {
        int ago = frame.round() - lastTwo;
        boolean unproven = frame.world().machines.stream().anyMatch(machine -> mayWriteUnseen(frame, machine));
        boolean justified = ago <= 1 || (unproven && ago <= HOLD);
        return Invariant.breachIf(
                !justified && !frame.alerts(SPLIT_BRAIN).isEmpty(),
                FALSE_ALERT,
                frame,
                () -> "told although only " + frame.writers() + " writes: "
                        + frame.facts().leadership().splitBrain());
    }

    /** As far as the daemon can know. */
    private static boolean mayWriteUnseen(Frame frame, Machine machine) {
        return !frame.readsSql(machine) && !frame.readsPatroni(machine) && !frame.provesDown(machine);
    }

    private Optional<Breach> missing(Frame frame) {
        List<Machine> machines = frame.world().machines;
        boolean due = false;
        for (Machine one : machines) {
            if (one.writes() && frame.readsSql(one)) {
                lastRead.put(one.name, frame.round());
            }
            for (Machine other : machines.subList(0, one.index)) {
                boolean bothWrite = isKnownToWrite(frame, one) && isKnownToWrite(frame, other);
                due |= streaks.extend("both write", one, other, bothWrite) > pending + MARGIN;
            }
        }
        return Invariant.breachIf(
                due && !frame.fires(SPLIT_BRAIN),
                MISSING,
                frame,
                () -> "not firing although " + frame.writers() + " write");
    }

    private boolean isKnownToWrite(Frame frame, Machine machine) {
        return machine.writes() && frame.round() - lastRead.getOrDefault(machine.name, NEVER) <= 1;
    }
}
