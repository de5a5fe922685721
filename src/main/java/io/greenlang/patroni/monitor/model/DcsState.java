package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The DCS as it was read directly, and not through members.
 *
 * @param keys what Patroni keeps there about this cluster; read through the DCS' quorum where it has one
 * @param endpoints each that is configured, in that order; empty where the DCS is not read directly
 */
public record DcsState(Answer<Keys> keys, List<Endpoint> endpoints) {
    /** The DCS is not read directly. */
    public static final DcsState NOT_READ = new DcsState(Answer.notAsked(), List.of());

    public DcsState {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Patroni's keys of one cluster.
     *
     * @param lock null when nobody holds it
     * @param view the members as {@code /cluster} would show them, without their lag
     * @param history null when there is none yet
     * @param config null when there is none yet
     * @param systemIdentifier null until the cluster is initialized
     * @param failsafe members that the leader must reach to stay one while the DCS is away; empty without failsafe mode
     */
    public record Keys(
            @Nullable Lock lock,
            ClusterView view,
            @Nullable TimelineHistory history,
            @Nullable DynamicConfig config,
            @Nullable String systemIdentifier,
            Set<String> failsafe) {
        public Keys {
            failsafe = Set.copyOf(failsafe);
        }
    }

    /**
     * The leader lock.
     *
     * @param leaseLeft until it is free, if nobody renews it: at least zero; null when that could not be read
     */
    public record Lock(String owner, @Nullable Duration leaseLeft) {}

    /** @param name its address, as it is configured */
    public record Endpoint(String name, Answer<Health> health) {
        /** One that refuses its status to the monitor answers; one that could not be asked is unknown. */
        public Certainty answers() {
            return health.fold(
                    told -> Certainty.YES,
                    failure -> switch (failure.kind()) {
                        case AUTH, PERMISSION -> Certainty.YES;
                        case MONITOR_BUSY, INTERNAL -> Certainty.UNKNOWN;
                        default -> Certainty.NO;
                    },
                    () -> Certainty.UNKNOWN);
        }

        /** By its own word; unknown while it gives none. */
        public Certainty hasQuorum() {
            return health.value().map(told -> Certainty.of(told.hasQuorum())).orElse(Certainty.UNKNOWN);
        }

        /** Something is known to be wrong with it. */
        public boolean isFaulty() {
            return isOfNoUse()
                    || health.value().filter(told -> !told.errors().isEmpty()).isPresent();
        }

        /** It does not answer, or belongs to no quorum. */
        private boolean isOfNoUse() {
            return answers() == Certainty.NO || hasQuorum() == Certainty.NO;
        }

        /** Why it is faulty, or what is not known of it, for people; empty when it is sound. */
        public String fault() {
            return health.fold(told -> told.content().fault(), Failure::toString, () -> "was not asked yet");
        }
    }

    /**
     * What an endpoint says of itself.
     *
     * @param version as it writes it; empty when it does not tell
     * @param hasQuorum it knows a leader of the DCS: without one nothing can be written there, nor be read for certain
     * @param errors that it tells of itself, such as an alarm for want of space; bounded, for people
     */
    public record Health(String version, boolean hasQuorum, List<String> errors) {
        public Health {
            errors = List.copyOf(errors);
        }

        private String fault() {
            List<String> all = new ArrayList<>(hasQuorum ? List.of() : List.of("knows no leader of the DCS"));
            all.addAll(errors);
            return String.join(", ", all);
        }
    }

    /** The DCS is read directly. */
    public boolean isRead() {
        return !endpoints.isEmpty();
    }

    /** Empty when nobody holds it, or that could not be read. */
    public Optional<Lock> lock() {
        return keys.value().flatMap(all -> Optional.ofNullable(all.lock()));
    }

    /** Endpoints with which something is known to be wrong. */
    public List<Endpoint> faulty() {
        return endpoints.stream().filter(Endpoint::isFaulty).toList();
    }

    /** Endpoints with which something is wrong, or of which something is not known. */
    public List<Endpoint> unsound() {
        return endpoints.stream()
                .filter(endpoint -> !endpoint.fault().isEmpty())
                .toList();
    }

    /** Of the endpoints that could be asked none answers and belongs to a quorum; false where none could be asked. */
    public boolean isOfNoUse() {
        List<Endpoint> asked = endpoints.stream()
                .filter(endpoint -> endpoint.answers() != Certainty.UNKNOWN)
                .toList();
        return !asked.isEmpty() && asked.stream().allMatch(Endpoint::isOfNoUse);
    }

    /** By the word of an endpoint. */
    public boolean saysThatItHasNoQuorum() {
        return endpoints.stream().anyMatch(endpoint -> endpoint.hasQuorum() == Certainty.NO);
    }

    /**
     * No endpoint that answers belongs to a quorum, and the keys can't be read: as far as the monitor's own way there tells. Unknown
     * where an endpoint could not be asked, or does not tell.
     */
    public Certainty isOutOfReach() {
        boolean inReach = !isRead()
                || keys.isAnswered()
                || endpoints.stream().anyMatch(endpoint -> endpoint.hasQuorum() == Certainty.YES);
        if (inReach) {
            return Certainty.NO;
        }
        return endpoints.stream().allMatch(Endpoint::isOfNoUse) ? Certainty.YES : Certainty.UNKNOWN;
    }
}
