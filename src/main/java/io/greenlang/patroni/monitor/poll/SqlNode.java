package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One member's PostgreSQL. Asked from the poll thread, answered on worker threads, fast and slow facts apart. */
final class SqlNode implements AutoCloseable {
    private final String member;
    private final ClusterConfig cluster;
    private final PostgresClient.Shared shared;
    private final Clock clock;
    private final Lane fast;
    private final Lane slow;
    private final BackupNode backups;
    private final TimescaleNode timescale;
    private @Nullable PostgresClient client;
    private @Nullable Target target;
    private @Nullable Instant sizesAskedAt;
    private volatile CompletableFuture<?> afterSizes = CompletableFuture.completedFuture(null);
    private volatile Answer<PostgresSizes> sizes = Answer.notAsked();

    SqlNode(String member, ClusterConfig cluster, PostgresClient.Shared shared, Executor workers) {
        this.member = member;
        this.cluster = cluster;
        this.shared = shared;
        this.clock = shared.clock();
        this.fast = new Lane("PostgreSQL of " + member, workers, clock);
        this.slow = new Lane("PostgreSQL of " + member + " (sizes)", workers, clock);
        this.backups = new BackupNode(member, cluster.poll().slow(), workers, clock);
        this.timescale = new TimescaleNode(member, cluster.poll().slow(), workers, clock);
    }

    /** Asks for the fast facts; {@code NotAsked} where SQL is switched off. */
    CompletableFuture<Answer<PostgresFacts>> facts(MemberAddress address, Deadline deadline) {
        if (!cluster.postgres().enabled()) {
            return CompletableFuture.completedFuture(Answer.notAsked());
        }
        PostgresClient asked = clientFor(address);
        if (asked == null) {
            return CompletableFuture.completedFuture(
                    Answer.failed(FailureKind.NO_ADDRESS, member + " " + address.whyNoPostgres(), clock.instant()));
        }
        return fast.ask(
                () -> deadline.isOver()
                        ? Answer.failed(
                                FailureKind.MONITOR_BUSY,
                                "no time left in this round to ask " + member,
                                clock.instant())
                        : asked.facts(deadline.patience(cluster.poll().sqlTimeout())),
                failure -> new Answer.Failed<>(failure, clock.instant()));
    }

    /**
     * Has the slow facts read when it is time for it, at their own pace beside the round, and then TimescaleDB looked into
     * and pgBackRest asked at even slower ones: all take the same turn, so the sizes wait until the others are done.
     *
     * @return completes when the sizes are there, and after the very first time the others, too; at once when it is not
     *     their turn
     */
    CompletableFuture<?> refreshSlowly(boolean answersNow) {
        PostgresClient asked = client;
        if (asked == null || !answersNow || !sizesAreDue() || !afterSizes.isDone()) {
            return CompletableFuture.completedFuture(null);
        }
        Instant now = clock.instant();
        boolean first = backups.wasNeverAsked();
        sizesAskedAt = now;
        CompletableFuture<Void> sizesRead = slow.ask(
                        () -> asked.sizes(cluster.poll().slow().timeout()),
                        failure -> new Answer.Failed<PostgresSizes>(failure, now))
                .thenAccept(this::keepSizes);
        CompletableFuture<?> allRead = sizesRead
                .thenCompose(read -> timescale.refresh(() -> timescaleOf(asked)))
                .thenCompose(read -> backups.refresh(asked));
        CompletableFuture<?> told = sizesRead.thenRun(() -> afterSizes = allRead);
        return first ? allRead : told;
    }

    private Answer<TimescaleFacts> timescaleOf(PostgresClient asked) {
        SlowPace pace = cluster.poll().slow();
        return asked.timescale(pace.timeout(), pace.timescale().maxDatabases());
    }

    private boolean sizesAreDue() {
        Duration interval = cluster.poll().slow().interval();
        return sizesAskedAt == null || !sizesAskedAt.plus(interval).isAfter(clock.instant());
    }

    /** The slow facts were read, or refused, at least once since this node last answered. */
    boolean hasSizes() {
        return sizesAskedAt != null;
    }

    /** A failed reading does not take away what is still fresh enough to be shown with its age. */
    private void keepSizes(Answer<PostgresSizes> read) {
        if (read.isAnswered() || !sizes.isAnswered()) {
            sizes = read;
        }
    }

    /** The slow facts to show beside these fast ones: none of a node that does not answer now. */
    Answer<PostgresSizes> sizesBeside(Answer<PostgresFacts> facts, Instant now) {
        if (!facts.isAnswered()) {
            sizesAskedAt = null;
        }
        Duration interval = cluster.poll().slow().interval();
        return KeptAnswers.beside(
                facts, sizes, interval, "sizes of " + member + " could not be read again in time", now);
    }

    /** What pgBackRest said there, to show beside these fast facts. */
    Answer<BackupInfo> backupsBeside(Answer<PostgresFacts> facts, Instant now) {
        return backups.beside(facts, now);
    }

    /** TimescaleDB there, to show beside these fast facts. */
    Answer<TimescaleFacts> timescaleBeside(Answer<PostgresFacts> facts, Instant now) {
        return timescale.beside(facts, now);
    }

    private @Nullable PostgresClient clientFor(MemberAddress address) {
        String host = address.host();
        Integer port = address.port();
        if (host == null || port == null) {
            return null;
        }
        Target wanted = new Target(cluster.name(), member, host, port);
        if (!wanted.equals(target)) {
            close();
            target = wanted;
            client = new PostgresClient(wanted, cluster.postgres(), cluster.poll(), cluster.input(), shared);
        }
        return client;
    }

    @Override
    public void close() {
        PostgresClient old = client;
        client = null;
        target = null;
        sizes = Answer.notAsked();
        backups.forget();
        timescale.forget();
        if (old != null) {
            old.close();
        }
    }
}
