package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One member's pgBackRest, asked through its PostgreSQL. Safe for concurrent use. */
final class BackupNode {
    private final String member;
    private final SlowPace config;
    private final Clock clock;
    private final Lane lane;
    /** Both are guarded by {@code this}. */
    private BackupPace pace;

    private Answer<BackupInfo> last = Answer.notAsked();

    BackupNode(String member, SlowPace config, Executor workers, Clock clock) {
        this.member = member;
        this.config = config;
        this.clock = clock;
        this.lane = new Lane("pgBackRest of " + member, workers, clock);
        this.pace = new BackupPace(config);
    }

    synchronized boolean wasNeverAsked() {
        return pace.isFirst();
    }

    /** Completes when the answer is there; at once when it is not its turn. */
    CompletableFuture<?> refresh(PostgresClient asked) {
        Instant now = clock.instant();
        if (!takesTurn(now)) {
            return CompletableFuture.completedFuture(null);
        }
        return lane.ask(() -> asked.backups(config.timeout()), failure -> new Answer.Failed<BackupInfo>(failure, now))
                .thenAccept(this::keep);
    }

    private synchronized boolean takesTurn(Instant now) {
        boolean due = pace.isDue(now);
        if (due) {
            pace.asked(now);
        }
        return due;
    }

    private synchronized void keep(Answer<BackupInfo> answer) {
        last = answer;
        pace.learn(answer);
    }

    /**
     * What to show beside these facts. A member that does not answer now can't vouch for its pgBackRest, but is not asked
     * anew as soon as it is back: the backups did not go away with it.
     */
    synchronized Answer<BackupInfo> beside(Answer<PostgresFacts> facts, Instant now) {
        return KeptAnswers.beside(
                facts,
                last,
                config.backupInterval(),
                "pgBackRest of " + member + " could not be asked again in time",
                now);
    }

    /** It is another PostgreSQL now. */
    synchronized void forget() {
        last = Answer.notAsked();
        pace = new BackupPace(config);
    }
}
