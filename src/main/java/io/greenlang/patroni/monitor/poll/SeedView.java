package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Observation.SeedAnswer;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.poll.Seeds.Wanted;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code /cluster} of one seed, which reads the DCS there: one after the other, never all at once. A second one is asked
 * beside a first that is slow; no third, because two that hang are a DCS that hangs.
 */
final class SeedView {
    private static final int MOST_UNANSWERED = 2;

    private final PatroniClient client;
    private final Duration viewPatience;
    private final Executor workers;
    private final Clock clock;
    private final InternalErrors errors;
    /** Questions that were left behind. */
    private final List<CompletableFuture<Answer<ClusterView>>> unanswered = new CopyOnWriteArrayList<>();

    /** @param viewPatience for {@code /cluster}, though the round may be over by then */
    SeedView(PatroniClient client, Duration viewPatience, Executor workers, Clock clock, InternalErrors errors) {
        this.errors = errors;
        this.client = client;
        this.viewPatience = viewPatience;
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * The first view that a seed of this cluster gives; a failure when none does. Nobody is asked while the seeds' own word
     * is that the DCS is away.
     *
     * @param patience for one question
     */
    Answer<ClusterView> of(List<SeedAnswer> seeds, Wanted wanted, RoundDeadline deadline, Duration patience) {
        List<PatroniStatus> told =
                seeds.stream().flatMap(seed -> seed.status().value().stream()).toList();
        if (DcsBudget.tellAway(told, wanted.timing(), clock.instant())) {
            return DcsBudget.toldAway(clock.instant());
        }
        String system = Optional.ofNullable(wanted.system())
                .or(() -> new Seeds.Sight(true, Answer.notAsked(), seeds).system())
                .orElse(null);
        List<URI> candidates = candidates(seeds, system, wanted.timing());
        if (candidates.isEmpty()) {
            return firstFailure(seeds);
        }
        return hedged(candidates, deadline, patience);
    }

    /**
     * Those that answer first, of these the ones that have lost the DCS last; then those that hang: their PostgreSQL may,
     * and {@code /cluster} does not need it.
     */
    private List<URI> candidates(List<SeedAnswer> seeds, @Nullable String system, Timing timing) {
        Instant now = clock.instant();
        List<URI> candidates = new ArrayList<>();
        seeds.stream()
                .filter(seed -> seed.status()
                        .value()
                        .filter(status -> system == null
                                || status.identity().systemIdentifier() == null
                                || system.equals(status.identity().systemIdentifier()))
                        .isPresent())
                .sorted(Comparator.comparing(seed -> seed.status()
                        .value()
                        .filter(status -> DcsBudget.tellsAway(status, timing, now))
                        .isPresent()))
                .forEach(seed -> candidates.add(seed.seed()));
        seeds.stream()
                .filter(seed -> seed.status()
                        .reason()
                        .map(Failure::kind)
                        .filter(SeedView::mayStillShowTheCluster)
                        .isPresent())
                .forEach(seed -> candidates.add(seed.seed()));
        return candidates;
    }

    /** Anything but proof that nobody is there, or that it is another cluster's. */
    private static boolean mayStillShowTheCluster(FailureKind kind) {
        return switch (kind) {
            case TIMEOUT, EMPTY_REPLY, CUT, HTTP_STATUS, BAD_ANSWER, TOO_LARGE -> true;
            default -> false;
        };
    }

    /** Completes when no question is open. */
    CompletableFuture<?> unanswered() {
        return CompletableFuture.allOf(unanswered.toArray(CompletableFuture<?>[]::new));
    }

    private Answer<ClusterView> hedged(List<URI> candidates, RoundDeadline deadline, Duration patience) {
        unanswered.removeIf(CompletableFuture::isDone);
        Answer<ClusterView> last = Answer.failed(FailureKind.TIMEOUT, "no seed showed the cluster", clock.instant());
        Duration slow = patience.dividedBy(2);
        int silent = 0;
        for (URI seed : candidates) {
            if (deadline.isOver() || unanswered.size() + silent >= MOST_UNANSWERED) {
                break;
            }
            unanswered.add(ask(seed, patience));
            List<CompletableFuture<Answer<ClusterView>>> done = done(unanswered, slow);
            unanswered.removeIf(asked -> done.stream().anyMatch(one -> one == asked));
            Answer<ClusterView> first = firstOf(done);
            if (first.isAnswered()) {
                return first;
            }
            last = first.reason().isPresent() ? first : last;
            silent += (int) done.stream().filter(SeedView::cameToNothing).count();
        }
        for (CompletableFuture<Answer<ClusterView>> pending : unanswered) {
            Answer<ClusterView> answer = await(pending, deadline.left(), last);
            if (answer.isAnswered()) {
                return answer;
            }
            last = answer;
        }
        return last;
    }

    /**
     * Those that are answered once the first of them is, or the time is over. What ends later is not among them: each is counted
     * and taken away in one look, or stays.
     */
    private static List<CompletableFuture<Answer<ClusterView>>> done(
            List<CompletableFuture<Answer<ClusterView>>> asked, Duration within) {
        await(CompletableFuture.anyOf(asked.toArray(CompletableFuture<?>[]::new)), within, Answer.notAsked());
        return asked.stream().filter(CompletableFuture::isDone).toList();
    }

    /** It hung until its time was over, or was closed: no better than one that still hangs. */
    private static boolean cameToNothing(CompletableFuture<Answer<ClusterView>> done) {
        return done.getNow(Answer.notAsked())
                .reason()
                .map(Failure::kind)
                .filter(DcsBudget::isSilence)
                .isPresent();
    }

    /** A view, where one of them gave it; not asked when there is none of them. */
    private static Answer<ClusterView> firstOf(List<CompletableFuture<Answer<ClusterView>>> done) {
        return done.stream()
                .map(one -> one.getNow(Answer.notAsked()))
                .reduce(Answer.notAsked(), (one, other) -> one.isAnswered() ? one : other);
    }

    private CompletableFuture<Answer<ClusterView>> ask(URI seed, Duration patience) {
        return new SingleFlight("seed " + seed, workers, clock, errors)
                .ask(
                        () -> client.cluster(seed, RoundDeadline.longer(patience, viewPatience)),
                        failure -> new Answer.Failed<>(failure, clock.instant()));
    }

    private Answer<ClusterView> firstFailure(List<SeedAnswer> seeds) {
        return seeds.stream()
                .flatMap(seed -> seed.status().reason().stream()
                        .map(failure -> (Answer<ClusterView>) new Answer.Failed<ClusterView>(failure, clock.instant())))
                .findFirst()
                .orElseGet(() -> Answer.failed(
                        FailureKind.SCOPE_MISMATCH, "every seed that answers is another cluster's", clock.instant()));
    }

    /** What the future gives in time; {@code late} when it doesn't. */
    static <T> T await(@Nullable CompletableFuture<? extends T> answer, Duration patience, T late) {
        if (answer == null) {
            return late;
        }
        try {
            return answer.get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return late;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a source threw, which none may", e.getCause());
        }
    }
}
