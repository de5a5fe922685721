package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.OwnMetrics;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.poll.RestVisit.Errand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All members asked at once, until everybody has answered or the deadline has passed. The primary's SQL gets a head
 * start, so that its WAL position is older than those of its standbys: a standby that has it all is then caught up for
 * certain.
 */
final class Round {
    private static final Logger logger = LoggerFactory.getLogger(Round.class);
    /** How long the others wait for the primary; a hung primary costs them no more than this. */
    private static final Duration HEAD_START = Duration.ofMillis(250);

    private final MemberNodes nodes;
    private final Timing timing;
    private final RoundDeadline deadline;
    private final InternalErrors errors;

    Round(MemberNodes nodes, Timing timing, RoundDeadline deadline, InternalErrors errors) {
        this.errors = errors;
        this.nodes = nodes;
        this.timing = timing;
        this.deadline = deadline;
    }

    /** What one member answered. */
    record Answers(RestVisit rest, Answer<PostgresFacts> sql) {}

    /**
     * Asks everybody in {@code known}.
     *
     * @param errands who is asked for more than its own state
     * @param primary the leader of the round before; null when there was none
     */
    Map<String, Answers> ask(Map<String, Presence> known, Function<String, Errand> errands, @Nullable String primary)
            throws InterruptedException {
        Map<String, RestVisit.Pending> visits = new TreeMap<>();
        known.forEach((name, presence) -> visits.put(
                name, nodes.of(name).rest().visit(presence.address(), errands.apply(name), timing, deadline)));

        Map<String, SqlNode.Visit> sql = new TreeMap<>();
        known.forEach((name, presence) -> sql.put(name, nodes.of(name).sql().at(presence.address())));
        Map<String, CompletableFuture<Answer<PostgresFacts>>> facts = askSql(sql, primary);

        List<CompletableFuture<?>> all = new ArrayList<>();
        visits.values().forEach(visit -> all.addAll(List.of(visit.own(), visit.dcs())));
        all.addAll(facts.values());
        all.addAll(firstSizes(sql, facts));
        all.addAll(firstDisks(known));
        boolean complete = deadline.await(
                CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                        .handle((done, thrown) -> true),
                false);
        logger.debug("Asked {}: {}", known.keySet(), complete ? "all answered" : "the deadline passed first");

        Map<String, Answers> answers = new TreeMap<>();
        known.keySet()
                .forEach(name -> answers.put(
                        name,
                        new Answers(
                                finished(Objects.requireNonNull(visits.get(name)), errands.apply(name)),
                                finished(
                                        Objects.requireNonNull(facts.get(name)),
                                        late -> new Answer.Failed<>(late, deadline.end())))));
        return answers;
    }

    /** Tells how long a round took, and each answer in it. */
    static void measure(Observation seen, OwnMetrics metrics) {
        metrics.pollFinished(seen.cluster(), Duration.between(seen.started(), seen.finished()));
        for (MemberObservation member : seen.members()) {
            measure(seen, Source.PATRONI, member.patroni(), metrics);
            measure(seen, Source.POSTGRES, member.postgres(), metrics);
        }
        measure(seen, Source.DCS, seen.dcs().view(), metrics);
    }

    private static void measure(Observation seen, Source source, Answer<?> answer, OwnMetrics metrics) {
        answer.took().ifPresent(took -> metrics.sourceAnswered(seen.cluster(), source, took));
    }

    private Map<String, CompletableFuture<Answer<PostgresFacts>>> askSql(
            Map<String, SqlNode.Visit> visits, @Nullable String primary) {
        Map<String, CompletableFuture<Answer<PostgresFacts>>> facts = new TreeMap<>();
        SqlNode.Visit leader = primary == null ? null : visits.get(primary);
        CompletableFuture<?> start = CompletableFuture.completedFuture(null);
        if (primary != null && leader != null) {
            CompletableFuture<Answer<PostgresFacts>> first = leader.facts(deadline);
            facts.put(primary, first);
            start = first.copy().completeOnTimeout(Answer.notAsked(), HEAD_START.toMillis(), TimeUnit.MILLISECONDS);
        }
        for (Map.Entry<String, SqlNode.Visit> member : visits.entrySet()) {
            SqlNode.Visit visit = member.getValue();
            CompletableFuture<?> begin = start;
            facts.computeIfAbsent(member.getKey(), name -> begin.thenCompose(done -> visit.facts(deadline)));
        }
        return facts;
    }

    /** Nobody waits for sizes, except in the round that would show none at all. */
    private List<CompletableFuture<?>> firstSizes(
            Map<String, SqlNode.Visit> visits, Map<String, CompletableFuture<Answer<PostgresFacts>>> facts) {
        List<CompletableFuture<?>> awaited = new ArrayList<>();
        facts.forEach((name, answer) -> {
            boolean never = !nodes.of(name).sql().slow().hasSizes();
            SqlNode.Visit visit = Objects.requireNonNull(visits.get(name));
            CompletableFuture<?> refreshed = errors.watched(
                    "the slow readings of " + name, answer.thenCompose(a -> visit.refreshSlowly(a.isAnswered())));
            if (never) {
                awaited.add(refreshed);
            }
        });
        return awaited;
    }

    /** Nobody waits for disk metrics, except in the round that would show none at all. */
    private List<CompletableFuture<?>> firstDisks(Map<String, Presence> known) {
        List<CompletableFuture<?>> awaited = new ArrayList<>();
        known.forEach((name, presence) -> {
            boolean never = nodes.of(name).disk().isFirst();
            CompletableFuture<?> refreshed =
                    errors.watched("the disk metrics of " + name, nodes.refreshDisk(name, presence.address()));
            if (never) {
                awaited.add(refreshed);
            }
        });
        return awaited;
    }

    private RestVisit finished(RestVisit.Pending visit, Errand errand) {
        return new RestVisit(
                finished(visit.own(), late -> RestVisit.Own.failed(late, deadline.end())),
                finished(visit.dcs(), late -> RestVisit.Dcs.failed(late, deadline.end(), errand)));
    }

    private <T> T finished(CompletableFuture<T> future, Function<Failure, T> late) {
        T unfinished = late.apply(new Failure(FailureKind.TIMEOUT, "no answer before the end of the round"));
        try {
            return future.getNow(unfinished);
        } catch (CompletionException bug) {
            return late.apply(errors.take("a question to a member", bug));
        }
    }
}
