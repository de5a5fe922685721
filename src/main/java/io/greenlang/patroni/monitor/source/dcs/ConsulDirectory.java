package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.DcsConfig.Consul;
import io.greenlang.patroni.monitor.config.InputLimits;
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
final class ConsulDirectory extends DcsDirectory {
    private final String prefix;
    private final boolean hasToken;
    private final InputLimits limits;
    private final ConsulApi api;

    /** By endpoint, the policy that it had when it had no ACLs: it is not asked again until that is another one. */
    private final Map<URI, String> withoutAcls = new HashMap<>();

    ConsulDirectory(Consul config, InputLimits limits, Clock clock) {
        this(config, limits, clock, new DcsHttp(config.token(), config.tls(), limits));
    }

    private ConsulDirectory(Consul config, InputLimits limits, Clock clock, DcsHttp http) {
        super(new Rotation(ConsulApi.PRODUCT, config.endpoints(), clock), http, clock);
        this.prefix = config.prefix();
        this.hasToken = config.token() != null;
        this.limits = limits;
        this.api = new ConsulApi(http);
    }

    @Override
    Listing list(URI endpoint, Instant end) throws UnusableAnswerException {
        Keys told = api.below(endpoint, prefix, ConsulApi.NAMES, left(end));
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
            requireWhole(endpoint, told.policy(), left(end));
        }
        return found.listing(null);
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
}
