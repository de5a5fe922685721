package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.Observation.SeedAnswer;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The addresses from the configuration that are no known member's. Each is asked for its own state, which costs it nothing;
 * one of them for {@code /cluster}, while no known member can show that. A look runs on a worker thread, one at a time.
 */
final class Seeds {
    /** Between two looks at seeds while the members show the cluster by themselves. */
    static final Duration PACE = Duration.ofSeconds(10);

    private final ClusterConfig cluster;
    private final PatroniClient client;
    private final Executor workers;
    private final Clock clock;
    private final InternalErrors errors;
    private final SingleFlight flight;
    private final Map<URI, SingleFlight> lanes = new HashMap<>();
    private final SeedView view;
    private @Nullable Instant lookedAt;

    /** @param viewPatience for {@code /cluster}, though the round may be over by then */
    Seeds(
            ClusterConfig cluster,
            PatroniClient client,
            Duration viewPatience,
            Executor workers,
            Clock clock,
            InternalErrors errors) {
        this.cluster = cluster;
        this.errors = errors;
        this.client = client;
        this.workers = workers;
        this.clock = clock;
        this.flight = new SingleFlight("seeds of " + cluster.name(), workers, clock, errors);
        this.view = new SeedView(client, viewPatience, workers, clock, errors);
    }

    /**
     * What the seeds show.
     *
     * @param looked false where there was no look, which says nothing of the seeds
     * @param view {@code /cluster} of one of them; not asked while members show it, or while the DCS is away
     * @param seeds that no known member answers for, in the order of the configuration
     */
    record Sight(boolean looked, Answer<ClusterView> view, List<SeedAnswer> seeds) {
        static final Sight NONE = new Sight(false, Answer.notAsked(), List.of());

        Sight {
            seeds = List.copyOf(seeds);
        }

        /** The members that answer at seeds, by name (Patroni 3.2.0 and later tells it): known though the DCS is away. */
        Map<String, MemberAddress> themselves(@Nullable String system) {
            Map<String, MemberAddress> met = new TreeMap<>();
            seeds.forEach(seed -> seed.status()
                    .value()
                    .map(PatroniStatus::identity)
                    .filter(known -> system == null || system.equals(known.systemIdentifier()))
                    .ifPresent(known -> Optional.ofNullable(known.name())
                            .ifPresent(name -> met.putIfAbsent(
                                    name, new MemberAddress(seed.seed().toString(), null, null)))));
            return met;
        }

        /** The first identifier that a seed tells, in the order of the configuration. */
        Optional<String> system() {
            return seeds.stream()
                    .flatMap(seed -> seed.status().value().stream())
                    .flatMap(status -> Optional.ofNullable(status.identity().systemIdentifier()).stream())
                    .findFirst();
        }
    }

    /**
     * What a look needs to know.
     *
     * @param known members, whose own addresses are left out
     * @param wantsView no known member can show the cluster
     * @param system PostgreSQL's system identifier of the cluster; null while it is not known
     * @param timing of the cluster
     */
    record Wanted(
            Map<String, Presence> known,
            boolean wantsView,
            @Nullable String system,
            Timing timing) {}

    /** It is time to look again. */
    boolean isDue(Instant now) {
        return lookedAt == null || !lookedAt.plus(PACE).isAfter(now);
    }

    /** Looks; {@link Sight#NONE} while the last look has not come to an end. */
    CompletableFuture<Sight> look(Wanted wanted, RoundDeadline deadline) {
        lookedAt = clock.instant();
        return flight.ask(() -> lookNow(wanted, deadline), failure -> Sight.NONE);
    }

    CompletableFuture<?> unanswered() {
        return view.unanswered();
    }

    /** The DCS is to name the members, and has not. */
    private Answer<ClusterView> noSeeds(Wanted wanted) {
        return wanted.known().isEmpty()
                ? Answer.failed(
                        FailureKind.NO_ADDRESS, "the DCS names no member, and there are no seeds", clock.instant())
                : Answer.notAsked();
    }

    private Sight lookNow(Wanted wanted, RoundDeadline deadline) {
        List<URI> addresses = SeedAddresses.of(cluster.discovery());
        client.seedsAreAt(addresses);
        List<URI> unclaimed = addresses.stream()
                .filter(seed -> wanted.known().values().stream()
                        .noneMatch(member ->
                                SeedAddresses.areOne(seed, member.address().apiUrl())))
                .toList();
        if (unclaimed.isEmpty()) {
            if (cluster.discovery().isSeedless()) {
                return new Sight(true, noSeeds(wanted), List.of());
            }
            boolean nowhere = wanted.wantsView() && wanted.known().isEmpty();
            return nowhere
                    ? new Sight(
                            true, Answer.failed(FailureKind.DNS, "no seed has an address", clock.instant()), List.of())
                    : new Sight(true, Answer.notAsked(), List.of());
        }
        List<SeedAnswer> answers = askAll(unclaimed, deadline);
        Sight unseen = new Sight(true, Answer.notAsked(), others(answers, wanted.known()));
        return wanted.wantsView()
                ? new Sight(true, view.of(answers, wanted, deadline, patience(deadline)), unseen.seeds())
                : unseen;
    }

    /** A seed under another name than its member publishes is that member all the same. */
    private static List<SeedAnswer> others(List<SeedAnswer> answers, Map<String, Presence> known) {
        return answers.stream()
                .filter(seed -> seed.status()
                        .value()
                        .map(status -> status.identity().name())
                        .filter(known::containsKey)
                        .isEmpty())
                .toList();
    }

    private List<SeedAnswer> askAll(List<URI> seeds, RoundDeadline deadline) {
        Map<URI, CompletableFuture<Answer<PatroniStatus>>> asked = new HashMap<>();
        Duration patience = patience(deadline);
        for (URI seed : seeds) {
            SingleFlight own =
                    lanes.computeIfAbsent(seed, address -> new SingleFlight("seed " + address, workers, clock, errors));
            asked.put(
                    seed,
                    own.ask(
                            () -> client.status(seed, patience),
                            failure -> new Answer.Failed<>(failure, clock.instant())));
        }
        List<SeedAnswer> answers = new ArrayList<>();
        for (URI seed : seeds) {
            Answer<PatroniStatus> late =
                    Answer.failed(FailureKind.TIMEOUT, "no answer within the time of the round", clock.instant());
            answers.add(new SeedAnswer(seed, SeedView.await(asked.get(seed), patience, late)));
        }
        lanes.keySet().retainAll(seeds);
        return answers;
    }

    /** What the seeds leave over is what their members are asked in. */
    private Duration patience(RoundDeadline deadline) {
        return RoundDeadline.shorter(
                deadline.patience(cluster.poll().httpTimeout()), deadline.left().dividedBy(2));
    }
}
