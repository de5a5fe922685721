package io.greenlang.patroni.monitor.source.postgres;

import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.time.HostClock;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks one member's PostgreSQL. Whatever the node does becomes an {@link Answer}, not an exception. It holds two
 * connections at most: one for {@link #facts}, and one for {@link #sizes}, {@link #backups} and {@link #timescale}, which
 * may take long.
 *
 * <p>Thread-safe. Each connection is used by one thread at a time; a second one is told that the monitor is busy.
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
     * @param housekeeper for the pools' rare and short tasks; its owner ends it after the clients
     * @param metrics of the pools, labelled {@code cluster/member}; null for none
     */
    public record Shared(
            Clock clock,
            ScheduledExecutorService housekeeper,
            @Nullable MetricsTrackerFactory metrics) {
        /** For a pool that is asked so rarely that its figures would tell nothing. */
        private Shared unmeasured() {
            return new Shared(clock, housekeeper, null);
        }
    }

    private final Target target;
    private final Watched watched;
    private final int mostSlots;
    private final PollConfig poll;
    private final Clock clock;
    private final Connector connector;
    private final HostClock host = new HostClock();
    private final KeptConnection quick;
    private final KeptConnection slow;
    private final Lock factsTurn = new ReentrantLock();
    private final Lock slowTurn = new ReentrantLock();

    /** Connects to nothing yet. */
    public PostgresClient(Target target, PostgresConfig config, PollConfig poll, InputLimits input, Shared shared) {
        this.target = target;
        this.watched = config.watched();
        this.poll = poll;
        this.clock = shared.clock();
        this.connector = new Connector(target, config, input.sqlAnswerBytes(), clock);
        this.mostSlots = input.slots();
        PostmasterCheck postmaster = new PostmasterCheck(target, poll.postmasterCheck(), clock);
        String pool = target.cluster() + "/" + target.member();
        this.quick = new KeptConnection(
                pool,
                connector,
                postmaster,
                new KeptConnection.Limits(poll.sqlTimeout(), poll.connectionLifetime()),
                shared);
        this.slow = new KeptConnection(
                pool + " (sizes)",
                connector,
                postmaster,
                new KeptConnection.Limits(poll.slow().timeout(), poll.connectionLifetime()),
                shared.unmeasured());
    }

    /** The quick facts: one statement over the kept connection, which is opened first where there is none. */
    public Answer<PostgresFacts> facts(Duration timeout) {
        return inTurn(
                factsTurn,
                timeout,
                deadline ->
                        quick.ask(connection -> FactsQuery.ask(connection, watched, mostSlots, host, clock), deadline));
    }

    /** The slow facts, over the other connection, some statements one after the other. */
    public Answer<PostgresSizes> sizes(Duration timeout) {
        Duration patience = timeout.compareTo(poll.slow().timeout()) < 0
                ? timeout
                : poll.slow().timeout();
        return inTurn(
                slowTurn,
                patience,
                deadline -> slow.ask(
                        connection -> new SizesQuery(connection, deadline, target.address(), watched)
                                .read()
                                .correctedBy(host.offset()),
                        deadline));
    }

    /** What pgBackRest says there, over the same connection as the slow facts: not while they are read. */
    public Answer<BackupInfo> backups(Duration timeout) {
        return inTurn(
                slowTurn,
                timeout,
                deadline -> slow.ask(
                        connection -> new BackupQuery(connection, deadline, target.address())
                                .read()
                                .correctedBy(SteadyClock.wallTimeOf(clock)),
                        deadline));
    }

    /**
     * TimescaleDB in all databases, one after the other: not while the slow facts or the backups are read. Half of the time
     * that is left is for the next database.
     *
     * @param maxDatabases how many are looked into; at least 1
     */
    public Answer<TimescaleFacts> timescale(Duration timeout, int maxDatabases) {
        return inTurn(
                slowTurn,
                timeout,
                deadline -> new TimescaleTour(
                                slow,
                                connector,
                                new TimescaleTour.Patience(deadline, poll.sqlTimeout(), clock),
                                target.address())
                        .make(maxDatabases)
                        .correctedBy(host.offset()));
    }

    /**
     * When the certificate ends that the server showed when it was last connected to, also when it was refused for it; empty
     * without TLS, and when the last attempt got to no certificate. Returns at once.
     */
    public Optional<CertificateEnd> certificate() {
        return connector.certificate();
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
            return new Answer.Failed<>(failure, SqlFailure.at(e, clock.instant()));
        } finally {
            turn.unlock();
        }
    }

    /** Closes both connections; a question that is under way fails. */
    @Override
    public void close() {
        quick.close();
        slow.close();
    }
}
