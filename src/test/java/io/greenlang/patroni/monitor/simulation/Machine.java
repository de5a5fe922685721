package io.greenlang.patroni.monitor.simulation;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One member as it really is: its host, its PostgreSQL, its Patroni. Times are rounds. */
final class Machine {
    enum Postgres {
        UP,
        STARTING,
        DOWN
    }

    final String name;
    final int index;

    Postgres postgres = Postgres.UP;
    /** Rounds until it is up. */
    int startsIn;
    /** Was told to rewind to the leader and to follow it. */
    boolean rejoins;

    boolean primary;
    int timeline = 1;
    /** Written by a primary, replayed by a standby. */
    long lsn = 50_000_000;

    @Nullable String upstream;
    /** Has a WAL receiver that streams, as far as it knows. */
    boolean receives;

    int lastHeard;

    /** When its Patroni last reached the DCS. */
    int dcsContact;

    boolean seesLeader = true;
    boolean knowsPause;
    int failsafeUntil;

    private final Map<Trouble, Integer> troubles = new EnumMap<>(Trouble.class);

    Machine(String name, int index) {
        this.name = name;
        this.index = index;
    }

    void begin(Trouble trouble) {
        troubles.merge(trouble, 1, Integer::sum);
    }

    void end(Trouble trouble) {
        troubles.computeIfPresent(trouble, (t, count) -> count == 1 ? null : count - 1);
    }

    boolean has(Trouble trouble) {
        return troubles.containsKey(trouble);
    }

    boolean hasAny(Trouble... some) {
        for (Trouble trouble : some) {
            if (has(trouble)) {
                return true;
            }
        }
        return false;
    }

    boolean isFreeOfTrouble() {
        return troubles.isEmpty();
    }

    boolean hostIsUp() {
        return !hasAny(Trouble.HOST_LOST, Trouble.ADDRESS_REUSED);
    }

    boolean patroniRuns() {
        return hostIsUp() && !has(Trouble.PATRONI_KILLED);
    }

    boolean patroniWorks() {
        return patroniRuns() && !has(Trouble.PATRONI_HUNG);
    }

    boolean postgresCanStart() {
        return hostIsUp() && !has(Trouble.POSTGRES_DOWN);
    }

    boolean postgresWorks() {
        return postgres == Postgres.UP && !has(Trouble.POSTGRES_HUNG) && hostIsUp();
    }

    boolean writes() {
        return primary && postgresWorks();
    }

    boolean isWorkingStandby() {
        return !primary && postgresWorks();
    }

    /** The host dies, or PostgreSQL alone. */
    void loseServer() {
        postgres = Postgres.DOWN;
        receives = false;
        rejoins = false;
    }

    /** As a standby, whatever it was. */
    void start(int rounds) {
        postgres = Postgres.STARTING;
        startsIn = rounds;
        primary = false;
        receives = false;
    }

    void rewind() {
        start(3);
        rejoins = true;
        upstream = null;
    }

    void forgetWhatPatroniKnew() {
        knowsPause = false;
        failsafeUntil = 0;
    }
}
