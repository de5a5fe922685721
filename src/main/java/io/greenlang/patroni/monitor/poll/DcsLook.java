package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.DcsState.Endpoint;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.poll.SlowSource.OnFailure;
import io.greenlang.patroni.monitor.source.dcs.DcsSource;
import io.greenlang.patroni.monitor.source.dcs.DcsSources;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The DCS itself, read in every round beside the members: its keys, and each endpoint by itself, so that one that
 * hangs delays only what is said of itself. Confined to its poll thread.
 */
final class DcsLook implements AutoCloseable {
    private final @Nullable DcsSource source;
    private final Duration timeout;
    private final SlowSource<Keys> keys;
    private final Map<URI, SlowSource<Health>> endpoints = new LinkedHashMap<>();

    private DcsLook(@Nullable DcsSource source, ClusterConfig.PollConfig poll, SlowSource.Asking asking) {
        this.source = source;
        this.timeout = poll.httpTimeout();
        this.keys = new SlowSource<>("the DCS", () -> Pace.eachRound(poll.interval()), OnFailure.SHOW_IT, asking);
        if (source != null) {
            source.endpoints()
                    .forEach(endpoint -> endpoints.put(
                            endpoint,
                            new SlowSource<>(
                                    "the DCS at " + endpoint,
                                    () -> Pace.eachRound(poll.interval()),
                                    OnFailure.SHOW_IT,
                                    asking)));
        }
    }

    static DcsLook of(ClusterConfig config, DcsSources sources, SlowSource.Asking asking) {
        DcsSource source = config.dcs() == null ? null : sources.source(config.dcs(), config.scope(), config.input());
        return new DcsLook(source, config.poll(), asking);
    }

    /**
     * Puts all questions. Completes when the keys are there, and in the first round the endpoints, too; later an endpoint that
     * hangs delays nobody.
     */
    CompletableFuture<?> begin(RoundDeadline deadline) {
        DcsSource asked = source;
        if (asked == null) {
            return CompletableFuture.completedFuture(null);
        }
        Duration patience = deadline.patience(timeout);
        List<CompletableFuture<?>> awaited = new ArrayList<>();
        awaited.add(keys.refresh(() -> asked.keys(patience)));
        endpoints.forEach((endpoint, health) -> {
            boolean first = health.isFirst();
            CompletableFuture<?> answered = health.refresh(() -> asked.health(endpoint, patience));
            if (first) {
                awaited.add(answered);
            }
        });
        return CompletableFuture.allOf(awaited.toArray(CompletableFuture<?>[]::new));
    }

    /** The newest answers. */
    DcsState shown(Instant now) {
        return source == null
                ? DcsState.NOT_READ
                : new DcsState(
                        keys.shown(now),
                        endpoints.entrySet().stream()
                                .map(one -> new Endpoint(
                                        one.getKey().toString(), one.getValue().shown(now)))
                                .toList());
    }

    /** When the certificates end that the endpoints showed last. */
    List<CertificateEnd> certificates() {
        DcsSource asked = source;
        return asked == null
                ? List.of()
                : endpoints.keySet().stream()
                        .flatMap(endpoint -> asked.certificate(endpoint).stream())
                        .toList();
    }

    /** When the certificate ends that is shown to them; empty where there is none. */
    Optional<CertificateEnd> ownCertificate() {
        return source == null ? Optional.empty() : source.ownCertificate();
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
    }
}
