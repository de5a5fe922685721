package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.correlate.ClusterMemory;
import io.greenlang.patroni.monitor.correlate.Correlator;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Judge;
import io.greenlang.patroni.monitor.rule.Overdue;
import io.greenlang.patroni.monitor.simulation.Invariant.Breach;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A scenario lived through, seen by the daemon round by round, and judged. */
final class Run {
    private static final Duration UNKNOWN_HOLD = Duration.ofMinutes(5);
    private static final ClusterConfig CONFIG = Snapshots.config();

    private final World world;
    private final Eye eye;
    private final Instant watchedSince;
    private ClusterMemory memory = new ClusterMemory();
    private Correlator correlator = correlator(memory);
    private Judge judge = new Judge(UNKNOWN_HOLD);
    private Instant lastRound;

    private Run(Scenario scenario, Consumer<String> log) {
        this.world = new World(scenario, log);
        this.eye = new Eye(world);
        this.watchedSince = world.clocks.monitor(world.now());
        this.lastRound = watchedSince;
    }

    private static Correlator correlator(ClusterMemory memory) {
        return new Correlator(
                new Correlator.Settings(
                        Facts.SCOPE,
                        CONFIG.poll().interval(),
                        CONFIG.thresholds().archiveFailureWindow(),
                        null),
                memory);
    }

    /** Every promise that there is. */
    static List<Invariant> allInvariants() {
        return List.of(
                new SplitBrainTruth(),
                new LeaderTruth(),
                new BlindTruth(),
                new FaultTruth(),
                new LabelTruth(),
                new JustAlerts());
    }

    /** The first breach of any promise. */
    static Optional<Breach> breach(Scenario scenario) {
        return breach(scenario, List.of());
    }

    /** @param rules to look at; none for all */
    static Optional<Breach> breach(Scenario scenario, List<String> rules) {
        Run run = new Run(scenario, words -> {});
        List<Invariant> invariants = allInvariants();
        for (int i = 0; i < scenario.rounds(); i++) {
            Frame frame = run.next();
            for (Invariant invariant : invariants) {
                for (Breach breach : invariant.check(frame)) {
                    if (rules.isEmpty() || rules.contains(breach.rule())) {
                        return Optional.of(breach);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The first breach of each promise. */
    static List<Breach> breaches(Scenario scenario) {
        Run run = new Run(scenario, words -> {});
        List<Invariant> invariants = allInvariants();
        Map<String, Breach> breaches = new LinkedHashMap<>();
        for (int i = 0; i < scenario.rounds(); i++) {
            Frame frame = run.next();
            invariants.forEach(one -> one.check(frame).forEach(b -> breaches.putIfAbsent(b.rule(), b)));
        }
        return List.copyOf(breaches.values());
    }

    /** The last round. */
    static Frame last(Scenario scenario) {
        Run run = new Run(scenario, words -> {});
        Frame frame = run.next();
        while (frame.round() < scenario.rounds()) {
            frame = run.next();
        }
        return frame;
    }

    /** What happened, and what the daemon said of it, round by round as far as something changed. */
    static String history(Scenario scenario) {
        List<String> happened = new ArrayList<>();
        Run run = new Run(scenario, happened::add);
        StringBuilder words = new StringBuilder();
        String before = "";
        for (int i = 0; i < scenario.rounds(); i++) {
            Frame frame = run.next();
            String now = "writes: " + frame.writers() + "; says: leader "
                    + frame.facts().leadership().leader() + " "
                    + frame.facts().leadership().hasLeader() + ", "
                    + frame.alertsInWords();
            if (!happened.isEmpty() || !now.equals(before)) {
                words.append("round %3d: ".formatted(frame.round()));
                happened.forEach(event -> words.append(event).append("; "));
                words.append(now).append('\n');
            }
            happened.clear();
            before = now;
        }
        return words.toString();
    }

    private Frame next() {
        world.advance();
        if (world.has(Trouble.MONITOR_RESTARTED)) {
            restart();
        }
        Observation seen = eye.look();
        ClusterSnapshot snapshot = correlator.correlate(seen, world.machines.size());
        ClusterReport report = judge.judge(CONFIG, snapshot);
        lastRound = snapshot.at();
        Instant shortlyBeforeTheNext = world.clocks.monitorBeforeTheNextRound(world.time(world.round + 1));
        return new Frame(
                world,
                snapshot.seen(),
                snapshot.facts(),
                report,
                Overdue.at(shortlyBeforeTheNext, report, watchedSince));
    }

    /** With what a daemon reads back that was ended after its last round. */
    private void restart() {
        Instant now = world.clocks.monitor(world.now());
        memory = ClusterMemory.of(memory.keep(lastRound), now);
        correlator = correlator(memory);
        judge = Judge.of(judge.keep(), UNKNOWN_HOLD, now);
        eye.restart();
    }
}
