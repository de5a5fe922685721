package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.simulation.Dcs.Health;
import io.greenlang.patroni.monitor.simulation.Machine.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A cluster as it really is, from round to round, under the faults of a {@link Scenario}. */
final class World {
    static final Duration ROUND = Duration.ofSeconds(5);
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    /** {@code loop_wait} of 10 s. */
    private static final int LOOP = 2;
    /** {@code wal_receiver_timeout} of 60 s. */
    private static final int RECEIVER_TIMEOUT = 12;

    private static final long SWITCHOVER_AT_ONCE = 1;

    private record Active(Fault fault, long end) {}

    final Scenario scenario;
    final List<Machine> machines = new ArrayList<>();
    final Dcs dcs = new Dcs();
    final Clocks clocks;
    /** Who was promoted to which timeline, and where the one before it ended. */
    final Map<Integer, String> leaders = new TreeMap<>();

    final Map<Integer, Long> ends = new TreeMap<>();
    int round;

    private final Patroni patroni = new Patroni(this);
    private final List<Active> active = new ArrayList<>();
    private final Map<Trouble, Integer> troubles = new EnumMap<>(Trouble.class);
    private final Consumer<String> log;

    /** @param log is told what happens, in words */
    World(Scenario scenario, Consumer<String> log) {
        this.scenario = scenario;
        this.log = log;
        this.clocks = new Clocks(scenario);
        for (String name : scenario.setting().names()) {
            machines.add(new Machine(name, machines.size()));
        }
        Machine first = machines.get(0);
        first.primary = true;
        leaders.put(1, first.name);
        dcs.take(first.name, 0);
        for (Machine machine : machines) {
            if (!machine.primary) {
                machine.upstream = first.name;
                machine.receives = true;
            }
            patroni.touch(machine);
        }
    }

    void say(String what) {
        log.accept(what);
    }

    void advance() {
        round++;
        clocks.advanceTo(round);
        endFaults();
        scenario.steps().stream().filter(step -> step.round() == round).forEach(step -> begin(step.fault()));
        settleDcs();
        for (Machine machine : machines) {
            if ((round + machine.index) % LOOP == 0 && machine.patroniWorks()) {
                patroni.turn(machine);
            }
        }
        machines.forEach(this::start);
        machines.stream()
                .filter(Machine::writes)
                .forEach(m -> m.lsn += scenario.setting().walPerRound());
        machines.forEach(this::replicate);
    }

    private void begin(Fault fault) {
        say(fault.words());
        long end = fault.isForever() ? Long.MAX_VALUE : (long) round + fault.rounds();
        active.add(new Active(fault, end));
        troubles.merge(fault.trouble(), 1, Integer::sum);
        if (fault.trouble().isAboutMember()) {
            Machine machine = machine(fault.member());
            machine.begin(fault.trouble());
            strike(machine, fault.trouble());
        } else {
            strike(fault);
        }
    }

    private static void strike(Machine machine, Trouble trouble) {
        switch (trouble) {
            case POSTGRES_DOWN -> machine.loseServer();
            case HOST_LOST, ADDRESS_REUSED -> {
                machine.loseServer();
                machine.forgetWhatPatroniKnew();
            }
            case PATRONI_KILLED -> machine.forgetWhatPatroniKnew();
            default -> {}
        }
    }

    private void strike(Fault fault) {
        switch (fault.trouble()) {
            case SWITCHOVER -> {
                if (dcs.health.takesWrites() && dcs.owner != null) {
                    long in = Math.max(SWITCHOVER_AT_ONCE, Math.min(fault.rounds(), 1_000));
                    dcs.schedule = new Dcs.Schedule((int) (round + in), dcs.owner);
                }
            }
            case LOCK_LOST -> {
                if (dcs.health.takesWrites()) {
                    dcs.release();
                }
            }
            default -> {}
        }
    }

    private void endFaults() {
        List<Active> over = active.stream().filter(one -> one.end() <= round).toList();
        active.removeAll(over);
        for (Active one : over) {
            Trouble trouble = one.fault().trouble();
            troubles.computeIfPresent(trouble, (t, count) -> count == 1 ? null : count - 1);
            if (trouble.isAboutMember()) {
                machine(one.fault().member()).end(trouble);
            }
            say("over: " + trouble.words(one.fault().member()));
        }
    }

    private void settleDcs() {
        dcs.health = has(Trouble.DCS_DOWN)
                ? Health.DOWN
                : has(Trouble.DCS_FROZEN) ? Health.FROZEN : has(Trouble.DCS_READ_ONLY) ? Health.READ_ONLY : Health.WELL;
        if (dcs.health.takesWrites()) {
            dcs.lastWritable = round;
            dcs.paused = has(Trouble.PAUSE);
        }
    }

    private void start(Machine machine) {
        if (machine.postgres != Postgres.STARTING || !machine.postgresCanStart() || --machine.startsIn > 0) {
            return;
        }
        machine.postgres = Postgres.UP;
        String holder = dcs.holder(round);
        if (machine.rejoins && holder != null && machine(holder).writes()) {
            Machine leader = machine(holder);
            machine.lsn = leader.lsn;
            machine.timeline = leader.timeline;
            machine.upstream = holder;
            machine.rejoins = false;
        }
    }

    private void replicate(Machine standby) {
        if (!standby.isWorkingStandby()) {
            standby.receives &= standby.has(Trouble.POSTGRES_HUNG);
            return;
        }
        if (standby.upstream == null) {
            standby.receives = false;
            return;
        }
        Machine sender = machine(standby.upstream);
        boolean silent =
                standby.has(Trouble.REPLICATION_CUT) || !sender.hostIsUp() || sender.has(Trouble.POSTGRES_HUNG);
        if (silent) {
            standby.receives &= round - standby.lastHeard <= RECEIVER_TIMEOUT;
        } else if (sender.writes() && canFollow(standby, sender)) {
            standby.receives = true;
            standby.lastHeard = round;
            standby.lsn = sender.lsn;
            standby.timeline = sender.timeline;
        } else {
            standby.receives = false;
        }
    }

    /** It has nothing that the other one's history lacks. */
    boolean canFollow(Machine standby, Machine sender) {
        if (standby.timeline == sender.timeline) {
            return standby.lsn <= sender.lsn;
        }
        return standby.timeline < sender.timeline && standby.lsn <= ends.getOrDefault(standby.timeline, 0L);
    }

    Machine machine(String name) {
        return machines.get(name.charAt(0) - 'a');
    }

    boolean has(Trouble trouble) {
        return troubles.containsKey(trouble);
    }

    Instant now() {
        return time(round);
    }

    Instant time(int ofRound) {
        return START.plus(ROUND.multipliedBy(ofRound));
    }

    int newestTimeline() {
        return leaders.keySet().stream().max(Integer::compare).orElseThrow();
    }

    Set<String> writers() {
        return machines.stream()
                .filter(Machine::writes)
                .map(m -> m.name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
