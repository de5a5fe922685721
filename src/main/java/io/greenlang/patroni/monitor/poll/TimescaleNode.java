package io.greenlang.patroni.monitor.poll;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * TimescaleDB in one member's databases, each of which costs a login, so rarely; after a failure sooner. Safe for concurrent
 * use.
 */
final class TimescaleNode {
    private final String member;
    private final SlowPace config;
    private final Clock clock;
    private final Lane lane;

    @GuardedBy("this") private Instant dueAt = Instant.MIN;

    /** How often this member became another PostgreSQL, whose answers are no longer wanted. */
    @GuardedBy("this") private int forgotten;

    @GuardedBy("this") private Answer<TimescaleFacts> last = Answer.notAsked();

    TimescaleNode(String member, SlowPace config, Executor workers, Clock clock, InternalErrors errors) {
        this.member = member;
        this.config = config;
        this.clock = clock;
        this.lane = new Lane("TimescaleDB of " + member, workers, clock, errors);
    }

    /**
     * Completes when the answer is there; at once when it is not its turn.
     *
     * @param look must not throw for what the node does
     */
    CompletableFuture<?> refresh(Supplier<Answer<TimescaleFacts>> look) {
        Instant now = clock.instant();
        if (config.timescale().maxDatabases() == 0) {
            return CompletableFuture.completedFuture(null);
        }
        OptionalInt turn = takeTurn(now);
        if (turn.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return lane.ask(look, failure -> new Answer.Failed<TimescaleFacts>(failure, now))
                .thenAccept(answer -> keep(turn.getAsInt(), answer, now));
    }

    private synchronized OptionalInt takeTurn(Instant now) {
        if (dueAt.isAfter(now)) {
            return OptionalInt.empty();
        }
        dueAt = now.plus(config.timescale().interval());
        return OptionalInt.of(forgotten);
    }

    /** A failed look does not take away what is still fresh enough to be shown with its age. */
    private synchronized void keep(int turn, Answer<TimescaleFacts> answer, Instant asked) {
        if (turn != forgotten) {
            return;
        }
        if (answer.isAnswered() || !last.isAnswered()) {
            last = answer;
        }
        if (!answer.isAnswered()) {
            dueAt = asked.plus(config.interval());
        }
    }

    /** What to show beside these facts: nothing of a member that does not answer now, whose databases did not change. */
    synchronized Answer<TimescaleFacts> beside(Answer<PostgresFacts> facts, Instant now) {
        return KeptAnswers.beside(
                facts,
                last,
                config.timescale().interval(),
                "TimescaleDB of " + member + " could not be looked into again in time",
                now);
    }

    /** It is another PostgreSQL now. */
    synchronized void forget() {
        last = Answer.notAsked();
        dueAt = Instant.MIN;
        forgotten++;
    }
}
