package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.correlate.ClusterMemory;
import io.greenlang.patroni.monitor.correlate.Correlator;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.Observation.SeedAnswer;
import io.greenlang.patroni.monitor.model.OwnMetrics;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.poll.RestVisit.Errand;
import io.greenlang.patroni.monitor.poll.Round.Answers;
import io.greenlang.patroni.monitor.poll.Seeds.Sight;
import io.greenlang.patroni.monitor.poll.Seeds.Wanted;
import io.greenlang.patroni.monitor.source.dcs.DcsSources;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one cluster as a whole: asks all its members, correlates what they answer, and makes it one snapshot. One
 * thread at a time; what it remembers between rounds is its own.
 */
public final class ClusterPoller implements PollLoop.Rounds {
    private final ClusterConfig config;
    private final PatroniClient patroni;
    private final Resources resources;
    private final MemberDirectory directory;
    private final DcsBudget budget = new DcsBudget();
    private final InternalErrors errors;
    private final MemberNodes nodes;
    private final ShownCertificates certificates;
    private final EndpointNodes endpoints;
    private final Seeds seeds;
    private final SlowErrands slow;
    private final DcsLook dcs;
    private final DcsPlane plane;
    private final Correlator correlator;
    private @Nullable String lastLeader;
    private List<SeedAnswer> lastSeeds = List.of();
    private boolean begun;

    /**
     * What all pollers of the process share.
     *
     * @param workers puts the questions; bounded
     */
    public record Resources(
            Executor workers, PostgresClient.Shared postgres, DcsSources dcs, OwnMetrics metrics, Clock clock) {}

    /**
     * A poller that goes on for as long as the daemon does.
     *
     * @param memory of the rounds before; this one's own from now on
     */
    public ClusterPoller(ClusterConfig config, PatroniClient patroni, ClusterMemory memory, Resources resources) {
        this(config, patroni, memory, Duration.ZERO, resources);
    }

    /**
     * @param memory of the rounds before; this one's own from now on
     * @param viewPatience how long a question for {@code /cluster} is left to come to an end, though the round does not
     *     wait for it: one that is given up goes on to hold a thread of that Patroni
     */
    public ClusterPoller(
            ClusterConfig config,
            PatroniClient patroni,
            ClusterMemory memory,
            Duration viewPatience,
            Resources resources) {
        this.config = config;
        this.patroni = patroni;
        this.resources = resources;
        this.directory = new MemberDirectory(
                memory.members(), config.discovery().addresses(), config.input().absentMembers());
        this.errors = new InternalErrors(config.name(), resources.metrics());
        this.nodes = new MemberNodes(config, patroni, viewPatience, resources, errors);
        SlowSource.Asking asking = new SlowSource.Asking(resources.workers(), resources.clock(), errors);
        this.endpoints = new EndpointNodes(config, asking);
        this.seeds = new Seeds(config, patroni, viewPatience, resources.workers(), resources.clock(), errors);
        this.slow = new SlowErrands(config.poll().slow().interval());
        this.dcs = DcsLook.of(config, resources.dcs(), asking);
        this.plane = new DcsPlane(budget, slow, dcs);
        this.certificates = new ShownCertificates(config.postgres(), patroni, nodes, dcs);
        this.correlator = new Correlator(
                new Correlator.Settings(
                        config.scope(),
                        config.poll().interval(),
                        config.thresholds().archiveFailureWindow(),
                        config.disk().volumeSizeBytes()),
                memory);
    }

    /** One round. Ends before the next one is due, whatever the nodes do. */
    @Override
    public ClusterSnapshot poll() throws InterruptedException {
        Instant started = resources.clock().instant();
        RoundDeadline deadline = nextDeadline();

        CompletableFuture<?> askingEndpoints = endpoints.refresh();
        CompletableFuture<?> readingDcs = dcs.begin(deadline);
        if (config.discovery().isSeedless()) {
            meetTheDcs(readingDcs, deadline);
        }
        CompletableFuture<Sight> looking = lookAtSeeds(deadline);
        meetTheDcs(readingDcs, deadline);
        Map<String, Presence> known = directory.known();
        String viewMember = budget.nextMember(known, started);
        Errand errand = slow.errand(started, budget.isAway());
        Map<String, Answers> answers = new Round(nodes, budget.timing(), deadline, errors)
                .ask(known, member -> member.equals(viewMember) ? errand : Errand.NONE, lastLeader);
        Sight sight = deadline.await(looking, Sight.NONE);
        deadline.awaitEnd(askingEndpoints);
        deadline.awaitEnd(readingDcs);

        Instant finished = resources.clock().instant();
        ClockOffset wall = SteadyClock.wallTimeOf(resources.clock());
        takeIn(sight);
        DcsAnswers shown = plane.answers(viewMember, answers, sight.view(), finished);
        Observation round = new Observation(
                config.name(),
                started,
                finished,
                wall,
                members(known, answers, finished),
                shown,
                seedsOfNobody(known),
                directory.leftOut(),
                certificates.of(known, wall),
                endpoints.shown(finished));
        ClusterSnapshot snapshot = correlator.correlate(round, config.expectedMembers());

        remember(snapshot, answers);
        Round.measure(snapshot.seen(), resources.metrics());
        return snapshot;
    }

    /** Where nobody is known yet, its own list of members is the first. */
    private void meetTheDcs(CompletableFuture<?> readingDcs, RoundDeadline deadline) throws InterruptedException {
        if (directory.known().isEmpty()) {
            deadline.awaitEnd(readingDcs);
            Instant now = resources.clock().instant();
            dcs.shown(now).keys().value().ifPresent(keys -> directory.merge(keys.view(), now));
        }
    }

    private RoundDeadline nextDeadline() {
        RoundDeadline deadline = begun
                ? RoundDeadline.of(config.poll(), resources.clock())
                : RoundDeadline.ofFirst(config.poll(), resources.clock());
        begun = true;
        return deadline;
    }

    /** In the first round the members come from the seeds; later they show the cluster themselves, as long as one can. */
    private CompletableFuture<Sight> lookAtSeeds(RoundDeadline deadline) throws InterruptedException {
        Map<String, Presence> known = directory.known();
        Instant now = resources.clock().instant();
        boolean wantsView = !budget.hasWitness(known) && budget.mayAsk(now);
        if (!wantsView && !known.isEmpty() && !seeds.isDue(now)) {
            return CompletableFuture.completedFuture(Sight.NONE);
        }
        CompletableFuture<Sight> looking =
                seeds.look(new Wanted(known, wantsView, correlator.systemIdentifier(), budget.timing()), deadline);
        if (known.isEmpty()) {
            Sight sight = deadline.await(looking, Sight.NONE);
            budget.learn(sight.looked() ? sight.view() : noSeedInTime());
            sight.view().value().ifPresent(view -> directory.merge(view, now));
            directory.meet(sight.themselves(system(sight)), now);
        }
        return looking;
    }

    /** The seeds' questions are under way: as good as a DCS that hangs, for those who might be asked next. */
    private Answer<ClusterView> noSeedInTime() {
        Instant now = resources.clock().instant();
        return Answer.failed(FailureKind.TIMEOUT, "no seed has answered yet", now);
    }

    /** Until the cluster's own is known, the first seed that tells one decides: the others are strangers. */
    private @Nullable String system(Sight sight) {
        String known = correlator.systemIdentifier();
        return known != null ? known : sight.system().orElse(null);
    }

    /** What became of those that are known members since they were looked at is told as theirs. */
    private List<SeedAnswer> seedsOfNobody(Map<String, Presence> known) {
        return lastSeeds.stream()
                .filter(seed -> known.values().stream()
                        .noneMatch(member -> SeedAddresses.haveOneName(
                                seed.seed(), member.address().apiUrl())))
                .toList();
    }

    private void takeIn(Sight sight) {
        if (sight.looked()) {
            lastSeeds = sight.seeds();
        }
    }

    private List<MemberObservation> members(Map<String, Presence> known, Map<String, Answers> answers, Instant now) {
        List<MemberObservation> members = new ArrayList<>();
        answers.forEach((name, own) -> {
            SlowReadings slowly = nodes.of(name).sql().slow();
            members.add(new MemberObservation(
                    name,
                    Objects.requireNonNull(known.get(name)),
                    own.rest().own().liveness(),
                    own.rest().own().status(),
                    own.sql(),
                    slowly.sizesBeside(own.sql(), now),
                    slowly.backupsBeside(own.sql(), now),
                    slowly.timescaleBeside(own.sql(), now),
                    nodes.of(name).disk().shown(now)));
        });
        return members;
    }

    /** What this round teaches the next one: who is there, who leads, who hangs, whether the DCS is there. */
    private void remember(ClusterSnapshot snapshot, Map<String, Answers> answers) {
        Observation seen = snapshot.seen();
        Leadership leadership = snapshot.facts().leadership();
        Instant now = seen.finished();
        lastLeader = leadership.leader();
        endpoints.leaderIs(lastLeader);
        slow.leaderIsOn(leadership.timeline(), now);
        Map<String, PatroniStatus> told = new TreeMap<>();
        for (MemberObservation member : seen.members()) {
            boolean sqlAnswers = member.postgres().isAnswered();
            RestVisit.Own own =
                    Objects.requireNonNull(answers.get(member.name())).rest().own();
            nodes.of(member.name()).rest().learn(own.status(), own.liveness(), sqlAnswers);
            member.patroni().value().ifPresent(status -> told.put(member.name(), status));
        }
        Optional<ClusterView> direct = seen.dcs().direct().keys().value().map(DcsState.Keys::view);
        direct.ifPresentOrElse(
                view -> directory.merge(view, now),
                () -> seen.dcs()
                        .view()
                        .value()
                        .ifPresent(view -> directory.merge(view, seen.dcs().othersViews(), now)));
        Sight lastSight = new Sight(true, Answer.notAsked(), lastSeeds);
        directory.meet(lastSight.themselves(system(lastSight)), now);
        directory.forget(config.discovery(), now);
        Set<String> known = directory.known().keySet();
        nodes.keepOnly(known);
        patroni.knows(known);
        budget.learn(told, known, seen.config().timing(), now);
    }

    /** Completes when every question for {@code /cluster} that was left behind has come to an end. */
    public CompletableFuture<?> unanswered() {
        return CompletableFuture.allOf(nodes.unanswered(), seeds.unanswered());
    }

    /** Closes the connections to all members. The worker threads and the housekeeper belong to the caller. */
    @Override
    public void close() {
        nodes.close();
        dcs.close();
    }
}
