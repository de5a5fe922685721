package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.DcsConfig.Kubernetes;
import io.greenlang.patroni.monitor.config.DcsConfig.PatroniObjects;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes, where the DCS is its API server: members are pods, and everything else is in annotations of Endpoints or ConfigMaps. The lock
 * is read last, so that it is the newest.
 */
final class KubernetesSource extends DcsSource {
    private final PatroniObjects objects;
    /** What the objects' names begin with. */
    private final String cluster;

    private final String selector;
    private final Clock clock;
    private final KubernetesApi api;
    private final PatroniKeys parser;
    private final WatchedLease lease = new WatchedLease();

    KubernetesSource(Kubernetes config, String scope, InputLimits limits, Clock clock) {
        this(config, scope, limits, clock, new DcsHttp(config.token(), config.tls(), limits));
    }

    private KubernetesSource(Kubernetes config, String scope, InputLimits limits, Clock clock, DcsHttp http) {
        super(new Rotation(KubernetesApi.PRODUCT, config.endpoints(), clock), http, clock);
        this.objects = config.objects();
        Integer group = objects.citusGroup();
        this.cluster = PatroniAnnotations.nameOf(scope, group);
        this.selector = Stream.of(
                        objects.labels().stream(),
                        Stream.of(objects.scopeLabel() + "=" + scope),
                        Stream.ofNullable(group).map(number -> PatroniAnnotations.GROUP_LABEL + "=" + number))
                .flatMap(labels -> labels)
                .collect(Collectors.joining(","));
        this.clock = clock;
        this.api = new KubernetesApi(objects.namespace(), selector, limits, http);
        this.parser = new PatroniKeys(scope, limits);
    }

    @Override
    Health healthOf(URI endpoint, Duration timeout) throws UnusableAnswerException {
        return api.health(endpoint, timeout);
    }

    @Override
    Answer<Keys> keysOf(URI endpoint, Duration timeout) throws UnusableAnswerException {
        Instant asked = clock.instant();
        Instant end = asked.plus(timeout);
        JsonNode pods = api.list(endpoint, KubernetesApi.PODS, timeout);
        Map<String, String> values = new HashMap<>(PatroniAnnotations.members(pods));
        if (!PatroniKeys.isCluster(values.keySet())) {
            throw UnusableAnswerException.badAnswer(
                    "no pod has the labels " + Excerpt.of(selector)
                            + ": check dcs.namespace, dcs.labels, dcs.scope-label, scope, and dcs.citus-group where it is Citus");
        }
        PatroniAnnotations annotations = annotations(endpoint, end);
        Instant received = clock.instant();
        if (!annotations.found()) {
            throw UnusableAnswerException.badAnswer("no annotation of Patroni on objects named " + Excerpt.of(cluster)
                    + "-…: check dcs.use-endpoints, and dcs.citus-group where it is Citus");
        }
        values.putAll(annotations.values());
        WatchedLease.Seen seen = lease.look(annotations.leaderRecord(), received);
        if (seen.expired()) {
            values.remove(PatroniKeys.LEADER);
        }
        return Answer.answered(parser.parse(values, seen.left(), SteadyClock.wallTimeOf(clock)), asked, received);
    }

    /**
     * Where the kind is not configured, it is the one that Patroni has written to, and the one that was renewed last where a cluster that
     * went from one to the other has left the old ones behind. Both have to be readable for that: what may not be read could be newer.
     */
    private PatroniAnnotations annotations(URI endpoint, Instant end) throws UnusableAnswerException {
        Boolean useEndpoints = objects.useEndpoints();
        if (useEndpoints != null) {
            return of(endpoint, useEndpoints ? KubernetesApi.ENDPOINTS : KubernetesApi.CONFIG_MAPS, end);
        }
        PatroniAnnotations maps = of(endpoint, KubernetesApi.CONFIG_MAPS, end);
        PatroniAnnotations byService = of(endpoint, KubernetesApi.ENDPOINTS, end);
        boolean isNewest = !maps.found() || !byService.renewed().isBefore(maps.renewed());
        return byService.found() && isNewest ? byService : maps;
    }

    private PatroniAnnotations of(URI endpoint, String resource, Instant end) throws UnusableAnswerException {
        JsonNode items = api.list(endpoint, resource, Duration.between(clock.instant(), end));
        return new PatroniAnnotations(cluster, resource, items);
    }

    /**
     * How long the leader lock is still held where the DCS does not tell. Patroni's candidates go by how long they have seen the leader's record
     * unchanged, each by its own clock, and so does this: no clock is compared with another. The record is looked at once in a round, so that
     * what is left may be too much by that pause, and never too little. Safe for concurrent use.
     */
    static final class WatchedLease {
        private Map<String, String> record = Map.of();
        private @Nullable Instant since;
        /** It was seen to change, and not only found as it is. */
        private boolean changed;

        /**
         * What was seen of it.
         *
         * @param left at least zero; null when unknown, which it is until the record was seen to change
         * @param expired nobody has renewed it for longer than its ttl: the lock is free
         */
        record Seen(@Nullable Duration left, boolean expired) {}

        /**
         * @param newest the record as it is now
         * @param now by a clock that only runs
         */
        synchronized Seen look(Map<String, String> newest, Instant now) {
            Instant seen = since;
            if (seen == null || !newest.equals(record)) {
                changed = seen != null;
                record = Map.copyOf(newest);
                since = now;
                seen = now;
            }
            Duration ttl = ttl(newest.getOrDefault("ttl", ""));
            if (ttl == null) {
                return new Seen(null, false);
            }
            Duration left = ttl.minus(Duration.between(seen, now));
            return left.isNegative() ? new Seen(null, true) : new Seen(changed ? left : null, false);
        }

        private static @Nullable Duration ttl(String seconds) {
            return seconds.matches("[1-9]\\d{0,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
        }
    }
}
