package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.availability.Watched;
import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.event.Changes;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.incident.Incidents;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.poll.PollLoop;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The chain of one cluster: its poll, its judge, its place on the board, and what happened to it. */
final class ClusterWatch implements AutoCloseable {
    private final ReportBoard board;
    private final EventDesk events;
    private final StateKeeper keeper;
    private final WatchMemory memory;
    private final PollLoop loop;
    private volatile ClusterConfig config;

    /** @param memory of the watch before, whose last round may not have ended yet; this one's own from then on */
    ClusterWatch(
            ClusterConfig config,
            WatchMemory memory,
            Sources sources,
            ReportBoard board,
            EventDesk events,
            StateKeeper keeper) {
        this.config = config;
        this.memory = memory;
        this.board = board;
        this.events = events;
        this.keeper = keeper;
        this.loop = new PollLoop(
                config.name(),
                config.poll().interval(),
                sources.poller(config, memory.cluster()),
                this::publish,
                memory.turns(),
                sources.resources());
    }

    void start(Duration delay) {
        loop.start(delay);
    }

    boolean isAlive(Clock clock) {
        return loop.isAlive(clock);
    }

    /** Judges by other limits from the next round on. What is polled, and how, stays. */
    void judgeBy(ClusterConfig changed) {
        config = changed;
    }

    /** Whether the same poll serves {@code wanted}, too: only limits differ. */
    boolean serves(ClusterConfig wanted) {
        return isSamePoll(config, wanted);
    }

    /** The window of failed archive attempts is no limit: the poll counts by it. */
    static boolean isSamePoll(ClusterConfig one, ClusterConfig other) {
        Duration window = other.thresholds().archiveFailureWindow();
        return one.thresholds().archiveFailureWindow().equals(window)
                && one.equals(other.withThresholds(one.thresholds()));
    }

    private void publish(ClusterSnapshot snapshot) {
        ClusterConfig current = config;
        ClusterReport report = memory.judge().judge(current, snapshot);
        memory.trends().take(report);
        board.publish(report, memory.trends().trend());
        boolean incidentBefore = memory.incidents().isOpen();
        List<Event> happened = happened(report);
        memory.ledger().take(report, happened);
        happened.forEach(events::tell);
        ReportLog.tell(memory.replaceLast(report, ClusterReport.awaiting(current)), report, happened);
        if (!isWorthKeeping()) {
            return;
        }
        if (happened.isEmpty() && memory.incidents().isOpen() == incidentBefore) {
            keeper.keep(current.name(), memory, snapshot.at());
        } else {
            keeper.keepLast(current.name(), memory); // or a crash would have it told again
        }
    }

    /** Or anybody who can write to the DCS could fill the disk with clusters that are made up: their members never answer. */
    boolean isWorthKeeping() {
        return !config.discovery().isSeedless() || memory.hasAnswered();
    }

    /** What the report gives rise to, and the record of an incident that is over. */
    private List<Event> happened(ClusterReport report) {
        List<Event> changes = Changes.between(memory.events(), report);
        Incidents.Told told = Incidents.follow(memory.incidents(), report, changes);
        events.incidents().goesOn(report.cluster(), told.incident());
        return Stream.concat(changes.stream(), Stream.ofNullable(told.closed())).toList();
    }

    /** The days that it was watched, up to the last round. */
    Watched watched() {
        return memory.ledger().watched();
    }

    /** What it knows, for the watch after it. */
    WatchMemory memory() {
        return memory;
    }

    /** Whether what it knows can still change. */
    boolean hasEnded() {
        return loop.hasEnded();
    }

    @Override
    public void close() {
        loop.close();
    }
}
