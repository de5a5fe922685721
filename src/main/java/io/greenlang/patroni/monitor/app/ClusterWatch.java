package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.event.Changes;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventMemory;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.poll.ClusterPoller;
import io.greenlang.patroni.monitor.poll.PollLoop;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Judge;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The chain of one cluster: its poll, its judge, its place on the board, and what happened to it. */
final class ClusterWatch implements AutoCloseable {
    /** How long an alert outlives the facts that it rests on. */
    static final Duration UNKNOWN_HOLD = Duration.ofMinutes(5);

    private final ReportBoard board;
    private final EventDesk events;
    private final EventMemory known;
    private final Judge judge = new Judge(UNKNOWN_HOLD);
    private final PollLoop loop;
    private volatile ClusterConfig config;
    private ClusterReport last;

    ClusterWatch(
            ClusterConfig config,
            ClusterPoller poller,
            ReportBoard board,
            EventDesk events,
            ClusterPoller.Resources resources) {
        this.config = config;
        this.board = board;
        this.events = events;
        this.known = events.memoryOf(config.name());
        this.last = ClusterReport.awaiting(config);
        this.loop = new PollLoop(config.name(), config.poll().interval(), poller, this::publish, resources);
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

    /** The window of failed archive attempts is no limit: what was counted within another one is of no use. */
    static boolean isSamePoll(ClusterConfig one, ClusterConfig other) {
        Duration window = other.thresholds().archiveFailureWindow();
        return one.thresholds().archiveFailureWindow().equals(window)
                && one.equals(other.withThresholds(one.thresholds()));
    }

    private void publish(ClusterSnapshot snapshot) {
        ClusterReport report = judge.judge(config, snapshot);
        board.publish(report);
        List<Event> happened = Changes.between(known, report);
        happened.forEach(events::tell);
        ReportLog.tell(last, report, happened);
        last = report;
    }

    @Override
    public void close() {
        loop.close();
    }
}
