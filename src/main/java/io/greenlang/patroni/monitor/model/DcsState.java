package io.greenlang.patroni.monitor.model;

import java.time.Duration;
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
        /** It answers, and belongs to a quorum. */
        public boolean isSound() {
            return health.value().filter(Health::hasQuorum).isPresent();
        }

        /** Why it is not sound, for people; empty when it is. */
        public String fault() {
            return health.fold(
                    told -> told.content().hasQuorum() ? "" : "knows no leader of the DCS",
                    Failure::toString,
                    () -> "was not asked yet");
        }
    }

    /**
     * What an endpoint says of itself.
     *
     * @param version as it writes it; empty when it does not tell
     * @param hasQuorum it knows a leader of the DCS: without one nothing can be written there, nor be read for certain
     */
    public record Health(String version, boolean hasQuorum) {}

    /** The DCS is read directly. */
    public boolean isRead() {
        return !endpoints.isEmpty();
    }

    /** Empty when nobody holds it, or that could not be read. */
    public Optional<Lock> lock() {
        return keys.value().flatMap(all -> Optional.ofNullable(all.lock()));
    }

    /** Endpoints that answer. */
    public long answering() {
        return endpoints.stream()
                .filter(endpoint -> endpoint.health().isAnswered())
                .count();
    }

    /** Endpoints that are not sound. */
    public List<Endpoint> faulty() {
        return endpoints.stream().filter(endpoint -> !endpoint.isSound()).toList();
    }

    /** No endpoint answers, or none knows a leader of the DCS: Patroni can neither take nor keep the lock. */
    public boolean isLost() {
        return isRead() && endpoints.stream().noneMatch(Endpoint::isSound);
    }
}
