package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.poll.RestVisit.Errand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
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
    private final Deadline deadline;

    Round(MemberNodes nodes, Deadline deadline) {
        this.nodes = nodes;
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
        Map<String, CompletableFuture<RestVisit>> visits = new TreeMap<>();
        known.forEach((name, presence) ->
                visits.put(name, nodes.of(name).rest().visit(presence.address(), errands.apply(name), deadline)));

        Map<String, CompletableFuture<Answer<PostgresFacts>>> facts = askSql(known, primary);

        List<CompletableFuture<?>> all = new ArrayList<>(visits.values());
        all.addAll(facts.values());
        all.addAll(firstSizes(facts));
        all.addAll(firstDisks(known));
        boolean complete = deadline.await(
                CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                        .thenApply(done -> true),
                false);
        logger.debug("Asked {}: {}", known.keySet(), complete ? "all answered" : "the deadline passed first");

        Map<String, Answers> answers = new TreeMap<>();
        known.keySet()
                .forEach(name -> answers.put(
                        name,
                        new Answers(
                                finished(
                                        visits.get(name),
                                        late -> RestVisit.failed(late, deadline.end(), errands.apply(name))),
                                finished(facts.get(name), late -> new Answer.Failed<>(late, deadline.end())))));
        return answers;
    }

    private Map<String, CompletableFuture<Answer<PostgresFacts>>> askSql(
            Map<String, Presence> known, @Nullable String primary) {
        Map<String, CompletableFuture<Answer<PostgresFacts>>> facts = new TreeMap<>();
        CompletableFuture<?> headStart = CompletableFuture.completedFuture(null);
        Presence leader = primary == null ? null : known.get(primary);
        if (primary != null && leader != null) {
            CompletableFuture<Answer<PostgresFacts>> first =
                    nodes.of(primary).sql().facts(leader.address(), deadline);
            facts.put(primary, first);
            headStart = first.copy().completeOnTimeout(Answer.notAsked(), HEAD_START.toMillis(), TimeUnit.MILLISECONDS);
        }
        for (Map.Entry<String, Presence> member : known.entrySet()) {
            MemberAddress address = member.getValue().address();
            SqlNode sql = nodes.of(member.getKey()).sql();
            CompletableFuture<?> start = headStart;
            facts.computeIfAbsent(member.getKey(), name -> start.thenCompose(done -> sql.facts(address, deadline)));
        }
        return facts;
    }

    /** Nobody waits for sizes, except in the round that would show none at all. */
    private List<CompletableFuture<?>> firstSizes(Map<String, CompletableFuture<Answer<PostgresFacts>>> facts) {
        List<CompletableFuture<?>> awaited = new ArrayList<>();
        facts.forEach((name, answer) -> {
            SqlNode sql = nodes.of(name).sql();
            boolean never = !sql.hasSizes();
            CompletableFuture<?> refreshed = answer.thenCompose(a -> sql.refreshSlowly(a.isAnswered()));
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
            DiskNode disk = nodes.of(name).disk();
            boolean never = disk.wasNeverAsked();
            CompletableFuture<?> refreshed = disk.refresh(presence.address());
            if (never) {
                awaited.add(refreshed);
            }
        });
        return awaited;
    }

    private static <T> T finished(@Nullable CompletableFuture<T> future, Function<Failure, T> late) {
        T unfinished = late.apply(new Failure(FailureKind.TIMEOUT, "no answer before the end of the round"));
        return future == null ? unfinished : future.getNow(unfinished);
    }
}
