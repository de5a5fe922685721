package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.poll.HungPatience.Pause;
import io.greenlang.patroni.monitor.poll.RestVisit.Dcs;
import io.greenlang.patroni.monitor.poll.RestVisit.Errand;
import io.greenlang.patroni.monitor.poll.RestVisit.Own;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One member's REST API. Asked from the poll thread, answered on worker threads, one question at a time. */
final class RestNode {
    private static final Duration LIVENESS_PATIENCE = Duration.ofSeconds(1);

    private final String member;
    private final PatroniClient client;
    private final PollConfig poll;
    private final Duration viewPatience;
    private final Clock clock;
    private final SingleFlight flight;
    private final HungPatience patience;
    private final LivenessPace livenessPace = new LivenessPace();
    private CompletableFuture<?> unanswered = CompletableFuture.completedFuture(null);

    /**
     * @param viewPatience for {@code /cluster}, though the round may be over by then; not zero for one look, which also asks
     *     a node that hangs a second time at once
     */
    RestNode(
            String member,
            PatroniClient client,
            PollConfig poll,
            Duration viewPatience,
            Executor workers,
            Clock clock,
            InternalErrors errors) {
        this.member = member;
        this.client = client;
        this.poll = poll;
        this.viewPatience = viewPatience;
        this.clock = clock;
        this.flight = new SingleFlight("Patroni of " + member, workers, clock, errors);
        boolean once = !viewPatience.isZero();
        this.patience = new HungPatience(once ? Duration.ZERO : poll.interval());
    }

    /**
     * Asks for the member's own state, and runs the errand with what is left of the time.
     *
     * @param timing of the cluster, to tell how old its last contact with the DCS may be
     */
    RestVisit.Pending visit(MemberAddress address, Errand errand, Timing timing, RoundDeadline deadline) {
        String apiUrl = address.apiUrl();
        if (apiUrl == null) {
            Failure noAddress = new Failure(FailureKind.NO_ADDRESS, member + " " + address.whyNoApi());
            return RestVisit.Pending.failed(noAddress, clock.instant(), errand);
        }
        Instant now = clock.instant();
        Pause pause = patience.pause(now);
        Answer<Boolean> alive = livenessPace.isDue(now) ? Answer.notAsked() : livenessPace.last();
        CompletableFuture<Own> own = new CompletableFuture<>();
        CompletableFuture<Dcs> dcs = flight.ask(
                () -> {
                    URI base = URI.create(apiUrl);
                    Own state = ownState(base, pause, alive, deadline);
                    own.complete(state);
                    return run(base, errand, state.status(), timing, deadline);
                },
                failure -> {
                    own.complete(Own.failed(failure, clock.instant()));
                    return Dcs.failed(failure, clock.instant(), errand);
                });
        unanswered = dcs;
        return new RestVisit.Pending(own.applyToEither(dcs.thenCompose(done -> own), state -> state), dcs);
    }

    /** Completes when the last errand is done. */
    CompletableFuture<?> unanswered() {
        return unanswered;
    }

    /** Learns from the finished round whether to leave this node alone for a while. */
    void learn(Answer<PatroniStatus> status, Answer<Boolean> liveness, boolean sqlAnswers) {
        livenessPace.learn(status, liveness);
        boolean hangs =
                status.reason().map(f -> f.kind() == FailureKind.TIMEOUT).orElse(false);
        if (status.isAnswered() || sqlAnswers) {
            patience.recovered();
        } else if (hangs
                && liveness.isAnswered()
                && patience.isNews(status.knownAt().orElseThrow())) {
            patience.hung(clock.instant());
        }
    }

    /** When the certificate ends that it showed last: see {@link PatroniClient#certificate}. */
    Optional<CertificateEnd> certificate(MemberAddress address) {
        return Optional.ofNullable(address.apiUrl()).flatMap(url -> client.certificate(URI.create(url)));
    }

    /** @param alive the last answer of {@code /liveness}, where that is not asked; doubted when {@code /patroni} fails */
    private Own ownState(URI base, @Nullable Pause pause, Answer<Boolean> alive, RoundDeadline deadline) {
        Answer<Boolean> liveness = alive.isAnswered() ? alive : liveness(base, deadline);
        Answer<PatroniStatus> status = pause == null ? ownStatus(base, liveness, deadline) : leftAlone(pause);
        if (alive.isAnswered() && !status.isAnswered() && !deadline.isOver()) {
            liveness = liveness(base, deadline);
        }
        return new Own(liveness, status);
    }

    /** The next question is put only when the one before was answered: what hangs once hangs again. */
    private Dcs run(URI base, Errand errand, Answer<PatroniStatus> status, Timing timing, RoundDeadline deadline) {
        if (!errand.view()) {
            return Dcs.NOT_ASKED;
        }
        boolean cutOff = status.value()
                .filter(told -> DcsBudget.tellsAway(told, timing, clock.instant()))
                .isPresent();
        if (cutOff && !errand.evenIfCutOff()) {
            return Dcs.failed(
                    new Failure(FailureKind.DCS_AWAY, member + " reports that it has lost the DCS"),
                    clock.instant(),
                    errand);
        }
        Answer<ClusterView> view =
                inTime(deadline, limit -> client.cluster(base, RoundDeadline.longer(limit, viewPatience)));
        if (view.reason().filter(failure -> DcsBudget.isSilence(failure.kind())).isPresent()) {
            return new Dcs(
                    view,
                    errand.history() ? view.sameFailure() : Answer.notAsked(),
                    errand.config() ? view.sameFailure() : Answer.notAsked());
        }
        return new Dcs(
                view,
                errand.history() ? inTime(deadline, limit -> client.history(base, limit)) : Answer.notAsked(),
                errand.config() ? inTime(deadline, limit -> client.config(base, limit)) : Answer.notAsked());
    }

    private Answer<Boolean> liveness(URI base, RoundDeadline deadline) {
        return inTime(deadline, limit -> client.liveness(base, RoundDeadline.shorter(limit, LIVENESS_PATIENCE)));
    }

    /**
     * A node that took all of the round with {@code /liveness} hangs for this question, too. An address may have passed to another
     * pod: from Patroni 3.2.0 on a node tells its name.
     */
    private Answer<PatroniStatus> ownStatus(URI base, Answer<Boolean> liveness, RoundDeadline deadline) {
        if (!liveness.isAnswered() && deadline.isOver()) {
            return liveness.sameFailure();
        }
        Answer<PatroniStatus> answer = inTime(deadline, limit -> client.status(base, limit));
        String name = answer.value().map(s -> s.identity().name()).orElse(member);
        return name.equals(member)
                ? answer
                : Answer.failed(
                        FailureKind.BAD_ANSWER,
                        base + " is answered by " + name + " instead of " + member,
                        clock.instant());
    }

    private Answer<PatroniStatus> leftAlone(Pause pause) {
        return Answer.failed(
                FailureKind.TIMEOUT,
                "/patroni of " + member + " hung, asked again at "
                        + SteadyClock.wallTimeOf(clock).shows(pause.until()) + " so as not to use up its REST threads",
                pause.hungAt());
    }

    private <T> Answer<T> inTime(RoundDeadline deadline, Function<Duration, Answer<T>> question) {
        return deadline.isOver()
                ? Answer.failed(
                        FailureKind.MONITOR_BUSY, "no time left in this round to ask " + member, clock.instant())
                : question.apply(deadline.patience(poll.httpTimeout()));
    }

    /**
     * When {@code /liveness} is asked. It tells a hung PostgreSQL from a hung Patroni where {@code /patroni} is silent, and an
     * HA loop that no longer turns where {@code /patroni} answers: in every round while something is wrong, and rarely while
     * nothing is, because each question is a connection. Confined to the poll thread.
     */
    static final class LivenessPace {
        /** The loop_wait of most clusters: sooner, Patroni itself would not know that its HA loop stands. */
        static final Duration WHILE_WELL = Duration.ofSeconds(10);

        private Answer<Boolean> last = Answer.notAsked();
        private boolean well;

        boolean isDue(Instant now) {
            return !well
                    || last.receivedAt()
                            .map(at -> !at.plus(WHILE_WELL).isAfter(now))
                            .orElse(true);
        }

        /** The newest answer, which tells its own time. */
        Answer<Boolean> last() {
            return last;
        }

        void learn(Answer<PatroniStatus> status, Answer<Boolean> liveness) {
            last = liveness;
            well = status.isAnswered() && liveness.value().orElse(false);
        }
    }
}
