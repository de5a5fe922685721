package io.greenlang.patroni.monitor.source.postgres;

import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks one member's PostgreSQL. Whatever the node does becomes an {@link Answer}, not an exception. It never holds more than
 * two connections: one that is kept for {@link #facts}, and one for the time of {@link #sizes}.
 *
 * <p>Thread-safe. Each of the two questions is asked by one thread at a time; a second one is told that the monitor is busy.
 */
public final class PostgresClient implements AutoCloseable {

    /** Where the member says that its PostgreSQL listens. */
    public record Target(String cluster, String member, String host, int port) {
        String address() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * What all clients have in common.
     *
     * @param housekeeper for the pools' seldom and short tasks; its owner ends it after the clients
     * @param metrics of the pools, labelled {@code cluster/member}; null for none
     */
    public record Shared(
            Clock clock,
            ScheduledExecutorService housekeeper,
            @Nullable MetricsTrackerFactory metrics) {}

    private final Target target;
    private final PollConfig poll;
    private final Clock clock;
    private final Connector connector;
    private final KeptConnection kept;
    private final AtomicReference<@Nullable Connection> sizing = new AtomicReference<>();
    private final Lock factsTurn = new ReentrantLock();
    private final Lock sizesTurn = new ReentrantLock();

    /** Connects to nothing yet. */
    public PostgresClient(Target target, PostgresConfig config, PollConfig poll, Shared shared) {
        this.target = target;
        this.poll = poll;
        this.clock = shared.clock();
        this.connector = new Connector(target, config, clock);
        this.kept = new KeptConnection(
                target.cluster() + "/" + target.member(),
                connector,
                new KeptConnection.Limits(poll.sqlTimeout(), poll.freshConnection()),
                shared);
    }

    /** The quick facts: one statement over the kept connection, which is opened first where there is none. */
    public Answer<PostgresFacts> facts(Duration timeout) {
        return inTurn(factsTurn, timeout, deadline -> kept.ask(FactsQuery::ask, deadline));
    }

    /** The slow facts, over a connection of their own. */
    public Answer<PostgresSizes> sizes(Duration timeout) {
        Duration patience = timeout.compareTo(poll.slowTimeout()) < 0 ? timeout : poll.slowTimeout();
        return inTurn(sizesTurn, patience, deadline -> {
            try (Connection connection = connector.open(deadline, patience)) {
                sizing.set(connection);
                return new SizesQuery(connection, deadline, target.address()).read();
            } finally {
                sizing.set(null);
            }
        });
    }

    private interface Question<T> {
        T ask(Deadline deadline) throws SQLException;
    }

    private <T> Answer<T> inTurn(Lock turn, Duration timeout, Question<T> question) {
        Instant asked = clock.instant();
        if (!turn.tryLock()) {
            String detail = target.address() + ": the last question is still open";
            return Answer.failed(FailureKind.MONITOR_BUSY, detail, asked);
        }
        try {
            T content = question.ask(Deadline.after(timeout, clock));
            return Answer.answered(content, asked, clock.instant());
        } catch (SQLException e) {
            Failure failure = SqlFailure.of(e, target.address());
            return Answer.failed(failure.kind(), failure.detail(), clock.instant());
        } finally {
            turn.unlock();
        }
    }

    /** Closes both connections; a question that is under way fails. */
    @Override
    public void close() {
        kept.close();
        Connection connection = sizing.get();
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                // its own thread closes it in any case
            }
        }
    }
}
