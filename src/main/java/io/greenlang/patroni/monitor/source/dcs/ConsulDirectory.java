package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.DcsConfig.Consul;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.dcs.ConsulApi.Client;
import io.greenlang.patroni.monitor.source.dcs.ConsulApi.Keys;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Consul: the names of all keys below the namespace, in one answer. */
final class ConsulDirectory implements DcsDirectory {
    private final String prefix;
    private final boolean hasToken;
    private final InputLimits limits;
    private final Clock clock;
    private final DcsHttp http;
    private final ConsulApi api;
    private final Rotation rotation;

    /** By endpoint, the policy that it had when it had no ACLs: it is not asked again until that is another one. */
    private final Map<URI, String> withoutAcls = new HashMap<>();

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
    public Answer<Listing> clusters(Duration timeout) {
        return rotation.first(timeout, this::clustersOf);
    }

    private Answer<Listing> clustersOf(URI endpoint, Duration timeout) throws UnusableAnswerException {
        Instant asked = clock.instant();
        Instant end = asked.plus(timeout);
        Keys told = api.below(endpoint, prefix, ConsulApi.NAMES, timeout);
        JsonNode keys = told.list();
        if (!keys.isArray()) {
            throw UnusableAnswerException.badAnswer("no list of keys");
        }
        FoundKeys found = new FoundKeys(limits.nameLength());
        for (JsonNode key : keys) {
            if (!key.asText("").startsWith(prefix)) {
                throw UnusableAnswerException.badAnswer("lists keys that were not asked for");
            }
            found.add(key.asText().substring(prefix.length()));
        }
        if (!hasToken && !told.policy().equals(withoutAcls.get(endpoint))) {
            requireWhole(endpoint, told.policy(), Duration.between(clock.instant(), end));
        }
        return Answer.answered(found.listing(null), asked, clock.instant());
    }

    private void requireWhole(URI endpoint, String policy, Duration timeout) throws UnusableAnswerException {
        Client client = api.client(endpoint, timeout);
        if (client == Client.NOBODY) {
            throw new UnusableAnswerException(
                    FailureKind.PERMISSION,
                    "ACLs are enabled, and without a token Consul does not say whether it left keys out: set token-file");
        }
        if (client == Client.ANYBODY) {
            withoutAcls.put(endpoint, policy);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
