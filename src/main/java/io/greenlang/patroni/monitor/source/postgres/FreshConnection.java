package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A new connection for each question, as a client without a pool makes it: what is tested is the way in. Proxies and poolers
 * may stand in it. Whatever the server does becomes an {@link Answer}, not an exception. Safe for concurrent use.
 */
public final class FreshConnection {
    private final Target target;
    private final Connector connector;
    private final InstantSource clock;

    /** One statement within a transaction that can't write. */
    public interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /**
     * Connects to nothing yet.
     *
     * @param mostBytes of the answer
     */
    public FreshConnection(Target target, PostgresConfig config, int mostBytes, InstantSource clock) {
        this.target = target;
        this.connector = Connector.pooled(target, config, mostBytes, clock);
        this.clock = clock;
    }

    /**
     * Connects, asks and closes. Interruptible.
     *
     * @param timeout of all that
     */
    public <T> Answer<T> ask(Duration timeout, Question<T> question) {
        Instant asked = clock.instant();
        Deadline deadline = Deadline.after(timeout, clock);
        try (Connection connection = connector.open(deadline, timeout)) {
            connection.setNetworkTimeout(Runnable::run, deadline.millisLeft());
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            T content = question.ask(connection);
            Instant received = clock.instant();
            connection.rollback(); // a pooler closes its own connection where a client leaves in a transaction
            return Answer.answered(content, asked, received);
        } catch (SQLException e) {
            return new Answer.Failed<>(SqlFailure.of(e, target.address()), SqlFailure.at(e, clock.instant()));
        }
    }
}
