package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.poll.RestVisit.Errand;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One member's REST API. Asked from the poll thread, answered on worker threads, one question at a time. */
final class RestNode {
    private static final Duration LIVENESS_PATIENCE = Duration.ofSeconds(1);

    private final String member;
    private final PatroniClient client;
    private final Duration httpTimeout;
    private final Clock clock;
    private final Lane lane;
    private final HungPatience patience;
    private final LivenessPace livenessPace = new LivenessPace();

    RestNode(String member, PatroniClient client, PollConfig poll, Executor workers, Clock clock) {
        this.member = member;
        this.client = client;
        this.httpTimeout = poll.httpTimeout();
        this.clock = clock;
        this.lane = new Lane("Patroni of " + member, workers, clock);
        this.patience = new HungPatience(poll.interval());
    }

    /** Asks for the member's own state, and runs the errand with what is left of the time. */
    CompletableFuture<RestVisit> visit(MemberAddress address, Errand errand, Deadline deadline) {
        String apiUrl = address.apiUrl();
        if (apiUrl == null) {
            Failure noAddress = new Failure(FailureKind.NO_ADDRESS, member + " " + address.whyNoApi());
            return CompletableFuture.completedFuture(RestVisit.failed(noAddress, clock.instant(), errand));
        }
        Instant now = clock.instant();
        Instant waitUntil = patience.waitingUntil(now);
        Answer<Boolean> alive = livenessPace.isDue(now) ? Answer.notAsked() : livenessPace.last();
        return lane.ask(
                () -> visitNow(URI.create(apiUrl), waitUntil, alive, errand, deadline),
                failure -> RestVisit.failed(failure, clock.instant(), errand));
    }

    /** Learns from the finished round whether to leave this node alone for a while. */
    void learn(Answer<PatroniStatus> status, Answer<Boolean> liveness, boolean sqlAnswers) {
        livenessPace.learn(status, liveness);
        boolean hangs =
                status.reason().map(f -> f.kind() == FailureKind.TIMEOUT).orElse(false);
        if (status.isAnswered() || sqlAnswers) {
            patience.recovered();
        } else if (hangs && liveness.isAnswered() && patience.waitingUntil(clock.instant()) == null) {
            patience.hung(clock.instant());
        }
    }

    /** @param alive the last answer of {@code /liveness}, where that is not asked; doubted when {@code /patroni} fails */
    private RestVisit visitNow(
            URI base, @Nullable Instant waitUntil, Answer<Boolean> alive, Errand errand, Deadline deadline) {
        Answer<Boolean> liveness = alive.isAnswered() ? alive : liveness(base, deadline);
        Answer<PatroniStatus> status = waitUntil == null ? ownStatus(base, deadline) : leftAlone(waitUntil);
        if (alive.isAnswered() && !status.isAnswered() && !deadline.isOver()) {
            liveness = liveness(base, deadline);
        }
        return new RestVisit(
                liveness,
                status,
                errand.view() ? inTime(deadline, patience -> client.cluster(base, patience)) : Answer.notAsked(),
                errand.history() ? inTime(deadline, patience -> client.history(base, patience)) : Answer.notAsked(),
                errand.config() ? inTime(deadline, patience -> client.config(base, patience)) : Answer.notAsked());
    }

    private Answer<Boolean> liveness(URI base, Deadline deadline) {
        return inTime(deadline, patience -> client.liveness(base, Deadline.shorter(patience, LIVENESS_PATIENCE)));
    }

    /** An address may have passed to another pod: from Patroni 3.2.0 on a node tells its name. */
    private Answer<PatroniStatus> ownStatus(URI base, Deadline deadline) {
        Answer<PatroniStatus> answer = inTime(deadline, patience -> client.status(base, patience));
        String name = answer.value().map(s -> s.identity().name()).orElse(member);
        return name.equals(member)
                ? answer
                : Answer.failed(
                        FailureKind.BAD_ANSWER,
                        base + " is answered by " + name + " instead of " + member,
                        clock.instant());
    }

    private Answer<PatroniStatus> leftAlone(Instant waitUntil) {
        return Answer.failed(
                FailureKind.TIMEOUT,
                "/patroni of " + member + " hung, asked again at " + waitUntil
                        + " so as not to use up its REST threads",
                clock.instant());
    }

    private <T> Answer<T> inTime(Deadline deadline, Function<Duration, Answer<T>> question) {
        return deadline.isOver()
                ? Answer.failed(
                        FailureKind.MONITOR_BUSY, "no time left in this round to ask " + member, clock.instant())
                : question.apply(deadline.patience(httpTimeout));
    }
}
