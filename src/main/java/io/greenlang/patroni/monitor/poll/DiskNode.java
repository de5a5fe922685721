package io.greenlang.patroni.monitor.poll;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.source.disk.DiskClient;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One member's page of disk metrics, asked at the slow pace whether its PostgreSQL answers or not: a full disk is what may
 * have stopped that. Safe for concurrent use.
 */
final class DiskNode {
    private final String member;
    private final @Nullable DiskClient client;
    private final SlowPace pace;
    private final Clock clock;
    private final Lane lane;

    @GuardedBy("this") private @Nullable Instant askedAt;

    @GuardedBy("this") private Answer<DiskReading> last = Answer.notAsked();

    /** @param client null where no such page is configured */
    DiskNode(
            String member,
            @Nullable DiskClient client,
            SlowPace pace,
            Executor workers,
            Clock clock,
            InternalErrors errors) {
        this.member = member;
        this.client = client;
        this.pace = pace;
        this.clock = clock;
        this.lane = new Lane("disk metrics of " + member, workers, clock, errors);
    }

    synchronized boolean wasNeverAsked() {
        return askedAt == null;
    }

    /** Completes when the answer is there; at once when it is not its turn. */
    CompletableFuture<?> refresh(MemberAddress address) {
        Instant now = clock.instant();
        DiskClient asked = client;
        if (asked == null || !takesTurn(now)) {
            return CompletableFuture.completedFuture(null);
        }
        return lane.ask(
                        () -> asked.read(member, address.host(), pace.timeout()),
                        failure -> new Answer.Failed<DiskReading>(failure, now))
                .thenAccept(this::keep);
    }

    private synchronized boolean takesTurn(Instant now) {
        boolean due = askedAt == null || !askedAt.plus(pace.interval()).isAfter(now);
        if (due) {
            askedAt = now;
        }
        return due;
    }

    /** A failed reading does not take away what is still fresh enough to be shown with its age. */
    private synchronized void keep(Answer<DiskReading> answer) {
        if (answer.isAnswered() || !last.isAnswered()) {
            last = answer;
        }
    }

    /** What was read last, unless that is too long ago. */
    synchronized Answer<DiskReading> shown(Instant now) {
        last = KeptAnswers.fresh(
                last, pace.interval(), "disk metrics of " + member + " could not be read again in time", now);
        return last;
    }
}
