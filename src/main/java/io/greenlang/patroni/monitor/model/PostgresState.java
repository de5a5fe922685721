package io.greenlang.patroni.monitor.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * Patroni's word for what PostgreSQL is doing. Kept as text: forks and later versions have others, and none of them may
 * break a poll.
 *
 * @param text as Patroni wrote it; empty when it wrote none (a Kubernetes pod that published no status yet)
 */
public record PostgresState(String text) {
    public static final PostgresState RUNNING = new PostgresState("running");

    public static final PostgresState UNKNOWN = new PostgresState("");

    private static final List<String> NUMBERED = List.of(
            "initializing new cluster",
            "initdb failed",
            "running custom bootstrap script",
            "custom bootstrap failed",
            "creating replica",
            "running",
            "starting",
            "starting after custom bootstrap",
            "start failed",
            "restarting",
            "restart failed",
            "stopping",
            "stopped",
            "stop failed",
            "crashed");

    /** The number that Patroni 4.1 gives to its words, which all versions share; empty for any other word. */
    public OptionalInt number() {
        int number = NUMBERED.indexOf(text);
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Patroni wrote something. */
    public boolean isTold() {
        return !text.isEmpty();
    }

    /** Accepts connections, as far as Patroni knows. */
    public boolean isRunning() {
        return text.equals("running") || isReceiving();
    }

    /** Only in {@code /cluster}, Patroni 3.0.4 and later: WAL comes in. */
    public boolean isReceiving() {
        return text.equals("streaming") || isArchiveRecovery();
    }

    public boolean isStreaming() {
        return text.equals("streaming");
    }

    public boolean isArchiveRecovery() {
        return text.equals("in archive recovery");
    }

    @Override
    public String toString() {
        return text;
    }
}
