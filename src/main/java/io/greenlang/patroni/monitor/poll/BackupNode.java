package io.greenlang.patroni.monitor.poll;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One member's pgBackRest, asked through its PostgreSQL. Safe for concurrent use. */
final class BackupNode {
    private final String member;
    private final SlowPace config;
    private final Clock clock;
    private final Lane lane;

    @GuardedBy("this") private BackupPace pace;

    @GuardedBy("this") private Answer<BackupInfo> last = Answer.notAsked();

    BackupNode(String member, SlowPace config, Executor workers, Clock clock, InternalErrors errors) {
        this.member = member;
        this.config = config;
        this.clock = clock;
        this.lane = new Lane("pgBackRest of " + member, workers, clock, errors);
        this.pace = new BackupPace(config);
    }

    synchronized boolean wasNeverAsked() {
        return pace.isFirst();
    }

    /** Completes when the answer is there; at once when it is not its turn. */
    CompletableFuture<?> refresh(PostgresClient asked) {
        Instant now = clock.instant();
        BackupPace turn = takeTurn(now);
        if (turn == null) {
            return CompletableFuture.completedFuture(null);
        }
        return lane.ask(() -> asked.backups(config.timeout()), failure -> new Answer.Failed<BackupInfo>(failure, now))
                .thenAccept(answer -> keep(turn, answer));
    }

    private synchronized @Nullable BackupPace takeTurn(Instant now) {
        if (!pace.isDue(now)) {
            return null;
        }
        pace.asked(now);
        return pace;
    }

    private synchronized void keep(BackupPace turn, Answer<BackupInfo> answer) {
        if (turn == pace) {
            last = answer;
            pace.learn(answer);
        }
    }

    /**
     * What to show beside these facts. A member that does not answer now can't vouch for its pgBackRest, but is not asked
     * again as soon as it is back: the backups did not go away with it.
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
