package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.DcsConfig.Consul;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** Consul: the names of all keys below the namespace, in one answer. */
final class ConsulDirectory implements DcsDirectory {
    private final String prefix;
    private final boolean hasToken;
    private final InputLimits limits;
    private final Clock clock;
    private final DcsHttp http;
    private final ConsulApi api;
    private final Rotation rotation;

    ConsulDirectory(Consul config, InputLimits limits, Clock clock) {
        this.prefix = config.prefix();
        this.hasToken = config.token() != null;
        this.limits = limits;
        this.clock = clock;
        this.http = new DcsHttp(config.token(), config.tls(), limits);
        this.api = new ConsulApi(http);
        this.rotation = new Rotation(ConsulApi.PRODUCT, config.endpoints(), clock);
    }

    @Override
    public Answer<Set<FoundCluster>> clusters(Duration timeout) {
        return rotation.first(timeout, this::clustersOf);
    }

    private Answer<Set<FoundCluster>> clustersOf(URI endpoint, Duration timeout) throws UnusableAnswerException {
        Instant asked = clock.instant();
        Instant end = asked.plus(timeout);
        JsonNode keys = api.below(endpoint, prefix, ConsulApi.NAMES, timeout);
        if (!keys.isArray()) {
            throw UnusableAnswerException.badAnswer("no list of keys");
        }
        Set<FoundCluster> found = new TreeSet<>();
        for (JsonNode key : keys) {
            if (!key.asText("").startsWith(prefix)) {
                throw UnusableAnswerException.badAnswer("tells of keys that were not asked for");
            }
            FoundKeys.clusterOf(key.asText().substring(prefix.length()), limits.nameLength())
                    .ifPresent(found::add);
        }
        if (!hasToken && api.mayFilterInSilence(endpoint, Duration.between(clock.instant(), end))) {
            throw new UnusableAnswerException(
                    FailureKind.PERMISSION,
                    "ACLs are enabled, and without a token Consul does not say whether it left keys out: set token-file");
        }
        return Answer.answered(found, asked, clock.instant());
    }

    @Override
    public void close() {
        http.close();
    }
}
