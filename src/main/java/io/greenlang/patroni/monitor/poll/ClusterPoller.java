package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.correlate.Correlator;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.poll.RestVisit.Errand;
import io.greenlang.patroni.monitor.poll.Round.Answers;
import io.greenlang.patroni.monitor.poll.Seeds.Sight;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one cluster as a whole: asks all its members, correlates what they answer, and makes it one picture. One
 * thread at a time; what it remembers between rounds is its own.
 */
public final class ClusterPoller implements PollLoop.Rounds {
    private final ClusterConfig config;
    private final Resources resources;
    private final MemberDirectory directory;
    private final ViewRotation rotation = new ViewRotation();
    private final MemberNodes nodes;
    private final Seeds seeds;
    private final SlowErrands slow;
    private final Correlator correlator;
    private @Nullable String lastLeader;
    private boolean begun;

    /**
     * What all pollers of the process share.
     *
     * @param workers puts the questions; bounded
     */
    public record Resources(Executor workers, PostgresClient.Shared postgres, PollMetrics metrics, Clock clock) {}

    public ClusterPoller(ClusterConfig config, PatroniClient patroni, Resources resources) {
        this.config = config;
        this.resources = resources;
        this.directory = new MemberDirectory(config.discovery().addresses());
        this.nodes = new MemberNodes(config, patroni, resources);
        this.seeds = new Seeds(config, patroni, resources.workers(), resources.clock());
        this.slow = new SlowErrands(config.poll().slow().interval());
        this.correlator = new Correlator(
                config.thresholds().archiveFailureWindow(), config.disk().volumeSizeBytes());
    }

    /** One round. Ends before the next one is due, whatever the nodes do. */
    @Override
    public ClusterSnapshot poll() throws InterruptedException {
        Instant started = resources.clock().instant();
        Deadline deadline = nextDeadline();

        CompletableFuture<Sight> seedSight = askSeedsIfNobodyElse(deadline);
        Map<String, Presence> known = directory.known();
        Errands errands = errands(rotation.next(known), started);
        Map<String, Answers> answers = new Round(nodes, deadline).ask(known, errands::of, lastLeader);
        Answer<ClusterView> seedView =
                deadline.await(seedSight, noSeedInTime(deadline)).view();

        Instant finished = resources.clock().instant();
        DcsAnswers dcs = dcsAnswers(answers, errands, seedView, finished);
        Observation seen = new Observation(
                config.name(),
                started,
                finished,
                SteadyClock.wallTimeOf(resources.clock()),
                members(known, answers, finished),
                dcs);
        ClusterFacts facts = correlator.correlate(seen);

        remember(seen, facts);
        measure(seen);
        return new ClusterSnapshot(seen, facts, config.expectedMembers());
    }

    private Deadline nextDeadline() {
        Deadline deadline = begun
                ? Deadline.of(config.poll(), resources.clock())
                : Deadline.ofFirst(config.poll(), resources.clock());
        begun = true;
        return deadline;
    }

    /** In the first round the members come from the seeds; later only while no member can show the DCS. */
    private CompletableFuture<Sight> askSeedsIfNobodyElse(Deadline deadline) throws InterruptedException {
        if (rotation.hasWitness(directory.known())) {
            return CompletableFuture.completedFuture(Sight.NONE);
        }
        CompletableFuture<Sight> looking = seeds.look(deadline);
        if (directory.known().isEmpty()) {
            Sight sight = deadline.await(looking, Sight.NONE);
            Instant now = resources.clock().instant();
            sight.view().value().ifPresent(view -> directory.merge(view, now));
            directory.meet(sight.themselves(), now);
        }
        return looking;
    }

    /**
     * Who is asked for more than its own state.
     *
     * @param viewMember shows the DCS in this round; null when no member has an address
     * @param compareViews the others are asked for their view, too
     */
    private record Errands(@Nullable String viewMember, Errand first, boolean compareViews) {
        Errand of(String member) {
            return member.equals(viewMember) ? first : compareViews ? Errand.VIEW : Errand.NONE;
        }
    }

    private Errands errands(@Nullable String viewMember, Instant now) {
        return new Errands(viewMember, slow.errand(now), slow.isDue(now));
    }

    private DcsAnswers dcsAnswers(
            Map<String, Answers> answers, Errands errands, Answer<ClusterView> seedView, Instant now) {
        String viewMember = errands.viewMember();
        Answers asked = viewMember == null ? null : answers.get(viewMember);
        if (asked != null) {
            slow.learn(asked.rest(), now);
        }
        List<PeerView> peers = !errands.compareViews()
                ? List.of()
                : answers.entrySet().stream()
                        .filter(member -> !member.getKey().equals(viewMember))
                        .map(member -> new PeerView(
                                member.getKey(), member.getValue().rest().view()))
                        .toList();
        Answer<ClusterView> view =
                asked == null || seedView.isAnswered() ? seedView : asked.rest().view();
        return new DcsAnswers(view, peers, slow.history(), slow.config());
    }

    private List<MemberObservation> members(Map<String, Presence> known, Map<String, Answers> answers, Instant now) {
        List<MemberObservation> members = new ArrayList<>();
        answers.forEach((name, own) -> {
            SqlNode sql = nodes.of(name).sql();
            members.add(new MemberObservation(
                    name,
                    Objects.requireNonNull(known.get(name)),
                    own.rest().liveness(),
                    own.rest().status(),
                    own.sql(),
                    sql.sizesBeside(own.sql(), now),
                    sql.backupsBeside(own.sql(), now),
                    sql.timescaleBeside(own.sql(), now),
                    nodes.of(name).disk().shown(now)));
        });
        return members;
    }

    /** What this round teaches the next one: who is there, who leads, who hangs. */
    private void remember(Observation seen, ClusterFacts facts) {
        Instant now = seen.finished();
        lastLeader = facts.leadership().leader();
        slow.leaderIsOn(facts.leadership().timeline(), now);
        for (MemberObservation member : seen.members()) {
            boolean sqlAnswers = member.postgres().isAnswered();
            nodes.of(member.name()).rest().learn(member.patroni(), member.liveness(), sqlAnswers);
            rotation.learn(member.name(), member.patroni().isAnswered());
        }
        seen.dcs().view().value().ifPresent(view -> directory.merge(view, now));
        directory.forget(config.discovery(), now);
        nodes.keepOnly(directory.known().keySet());
        rotation.keepOnly(directory.known().keySet());
    }

    private void measure(Observation seen) {
        resources.metrics().pollFinished(seen.cluster(), Duration.between(seen.started(), seen.finished()));
        for (MemberObservation member : seen.members()) {
            measure(Source.PATRONI, member.patroni());
            measure(Source.POSTGRES, member.postgres());
        }
        measure(Source.DCS, seen.dcs().view());
    }

    private void measure(Source source, Answer<?> answer) {
        if (answer instanceof Answer.Answered<?> a) {
            resources.metrics().sourceAnswered(config.name(), source, Duration.between(a.asked(), a.received()));
        }
    }

    private static Sight noSeedInTime(Deadline deadline) {
        String detail = "no seed answered before the end of the round";
        return Sight.failed(Answer.failed(FailureKind.TIMEOUT, detail, deadline.end()));
    }

    /** Closes the connections to all members. The worker threads and the housekeeper belong to the caller. */
    @Override
    public void close() {
        nodes.close();
    }
}
