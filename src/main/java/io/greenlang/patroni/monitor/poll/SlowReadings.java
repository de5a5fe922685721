package io.greenlang.patroni.monitor.poll;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What is read from one member's PostgreSQL beside the rounds, at its own pace: sizes, then TimescaleDB, then pgBackRest. All
 * take the same turn, so the sizes wait until the others are done. Safe for concurrent use.
 */
final class SlowReadings {
    private final String member;
    private final SlowPace pace;
    private final Clock clock;
    private final InternalErrors errors;
    private final Lane lane;
    private final BackupNode backups;
    private final TimescaleNode timescale;

    @GuardedBy("this") private @Nullable Instant sizesAskedAt;

    /** Whose readings are under way; null when none are. */
    @GuardedBy("this") private @Nullable PostgresClient reading;

    @GuardedBy("this") private Answer<PostgresSizes> sizes = Answer.notAsked();

    SlowReadings(String member, SlowPace pace, Executor workers, Clock clock, InternalErrors errors) {
        this.member = member;
        this.pace = pace;
        this.clock = clock;
        this.errors = errors;
        this.lane = new Lane("PostgreSQL of " + member + " (sizes)", workers, clock, errors);
        this.backups = new BackupNode(member, pace, workers, clock, errors);
        this.timescale = new TimescaleNode(member, pace, workers, clock, errors);
    }

    /**
     * Reads what it is time for.
     *
     * @return completes when the sizes are there, and after the very first time the others, too; at once when it is not
     *     their turn
     */
    CompletableFuture<?> refresh(PostgresClient asked) {
        Instant now = clock.instant();
        if (!takesTurn(asked, now)) {
            return CompletableFuture.completedFuture(null);
        }
        boolean first = backups.wasNeverAsked();
        CompletableFuture<Void> sizesRead = lane.ask(
                        () -> asked.sizes(pace.timeout()), failure -> new Answer.Failed<PostgresSizes>(failure, now))
                .thenAccept(read -> keep(asked, read));
        CompletableFuture<?> allRead = errors.watched(
                "the slow readings of " + member,
                sizesRead
                        .thenCompose(read -> timescale.refresh(() -> timescaleOf(asked)))
                        .thenCompose(read -> backups.refresh(asked))
                        .whenComplete((read, thrown) -> turnIsOver(asked)));
        return first ? allRead : sizesRead;
    }

    private synchronized boolean takesTurn(PostgresClient asked, Instant now) {
        boolean due =
                sizesAskedAt == null || !sizesAskedAt.plus(pace.interval()).isAfter(now);
        if (!due || reading != null) {
            return false;
        }
        sizesAskedAt = now;
        reading = asked;
        return true;
    }

    private synchronized void turnIsOver(PostgresClient asked) {
        if (reading == asked) {
            reading = null;
        }
    }

    private Answer<TimescaleFacts> timescaleOf(PostgresClient asked) {
        return asked.timescale(pace.timeout(), pace.timescale().maxDatabases());
    }

    /**
     * A failed reading does not take away what is still fresh enough to be shown with its age; one of a PostgreSQL that was at
     * this member's address before is of no use.
     */
    private synchronized void keep(PostgresClient asked, Answer<PostgresSizes> read) {
        if (reading == asked && (read.isAnswered() || !sizes.isAnswered())) {
            sizes = read;
        }
    }

    /** The sizes were read, or refused, at least once since this node last answered. */
    synchronized boolean hasSizes() {
        return sizesAskedAt != null;
    }

    /** The sizes to show beside these fast facts: none of a node that does not answer now. */
    synchronized Answer<PostgresSizes> sizesBeside(Answer<PostgresFacts> facts, Instant now) {
        if (!facts.isAnswered()) {
            sizesAskedAt = null;
        }
        Duration interval = pace.interval();
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

    /** It is another PostgreSQL now. */
    void forget() {
        synchronized (this) {
            sizes = Answer.notAsked();
            sizesAskedAt = null;
            reading = null;
        }
        backups.forget();
        timescale.forget();
    }
}
