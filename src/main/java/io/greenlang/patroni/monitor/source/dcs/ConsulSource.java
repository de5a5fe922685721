package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.DcsConfig.Consul;
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

/**
 * Consul. What is left of the lock's session it does not tell, so that it is unknown; when the session has ended, Consul deletes the key.
 */
final class ConsulSource extends DcsSource {
    private final String prefix;
    private final Clock clock;
    private final ConsulApi api;
    private final PatroniKeys parser;

    ConsulSource(Consul config, String scope, InputLimits limits, Clock clock) {
        this(config, scope, limits, clock, new DcsHttp(config.token(), config.tls(), limits));
    }

    private ConsulSource(Consul config, String scope, InputLimits limits, Clock clock, DcsHttp http) {
        super(new Rotation(ConsulApi.PRODUCT, config.endpoints(), clock), http, clock);
        this.prefix = config.prefix(scope);
        this.clock = clock;
        this.api = new ConsulApi(http);
        this.parser = new PatroniKeys(scope, limits);
    }

    @Override
    Health healthOf(URI endpoint, Duration timeout) throws UnusableAnswerException {
        return api.health(endpoint, timeout);
    }

    @Override
    Answer<Keys> keysOf(URI endpoint, Duration timeout) throws UnusableAnswerException {
        Instant asked = clock.instant();
        JsonNode pairs = api.below(endpoint, prefix, ConsulApi.PAIRS, timeout).list();
        Instant received = clock.instant();
        Map<String, String> values = valuesBelow(prefix, pairs);
        if (!PatroniKeys.isCluster(values.keySet())) {
            throw UnusableAnswerException.badAnswer(
                    "no member is registered below " + Excerpt.of(prefix)
                            + ": check dcs.endpoints, dcs.namespace, dcs.token-file, scope, and dcs.citus-group where it is Citus");
        }
        return Answer.answered(parser.parse(values, null, SteadyClock.wallTimeOf(clock)), asked, received);
    }

    /**
     * By the key's name below the prefix; a key without a value has an empty one.
     *
     * @param pairs what {@code /v1/kv} answers
     * @throws UnusableAnswerException when a key is not below the prefix, or a value is no Base64
     */
    static Map<String, String> valuesBelow(String prefix, JsonNode pairs) throws UnusableAnswerException {
        Map<String, String> values = new HashMap<>();
        for (JsonNode pair : pairs) {
            String key = pair.path("Key").asText("");
            if (!key.startsWith(prefix)) {
                throw UnusableAnswerException.badAnswer("lists keys that were not asked for");
            }
            values.put(
                    key.substring(prefix.length()),
                    DcsHttp.bytes(pair.path("Value")).utf8());
        }
        return values;
    }
}
