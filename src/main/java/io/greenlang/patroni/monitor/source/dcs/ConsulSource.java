package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.DcsConfig.Consul;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.HttpTransport.Document;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * Consul. Keys are read with {@code consistent}, for which its leader asks a quorum: an answer is the truth. What is left of the lock's
 * session Consul does not tell, so that it is unknown; when it has ended, Consul deletes the key.
 */
final class ConsulSource extends HttpDcs {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /** Without a list policy Consul leaves out what a token may not read, and says that it did; to nobody without a token. */
    private static final String LEFT_OUT = "X-Consul-Results-Filtered-By-ACLs";

    private final String prefix;
    private final Clock clock;
    private final DcsHttp http;
    private final PatroniKeys parser;

    ConsulSource(Consul config, String scope, InputLimits limits, Clock clock) {
        this(config, scope, limits, clock, new DcsHttp(config.token(), config.tls(), limits));
    }

    private ConsulSource(Consul config, String scope, InputLimits limits, Clock clock, DcsHttp http) {
        super(new Rotation("Consul", config.endpoints(), clock), http, clock);
        this.prefix = config.prefix(scope);
        this.clock = clock;
        this.http = http;
        this.parser = new PatroniKeys(scope, limits);
    }

    /** An agent knows no version that it would tell everybody. */
    @Override
    Health healthOf(URI endpoint, Duration timeout) throws UnusableAnswerException {
        HttpUrl url = DcsHttp.url(endpoint).addPathSegments("v1/status/leader").build();
        Document told = http.get(url, "application/json", timeout);
        if (told.status() != OK) {
            throw refusal(told);
        }
        String leader = told.text().strip();
        if (!leader.matches("\"[^\"]*\"")) {
            throw UnusableAnswerException.badAnswer("no leader's address of a Consul");
        }
        return new Health("", leader.length() > 2, List.of());
    }

    @Override
    Answer<Keys> keysOf(URI endpoint, Duration timeout) throws UnusableAnswerException {
        Instant asked = clock.instant();
        HttpUrl url = DcsHttp.url(endpoint)
                .addPathSegments("v1/kv")
                .addPathSegments(prefix)
                .addQueryParameter("recurse", "true")
                .addQueryParameter("consistent", "true")
                .build();
        Document told = http.get(url, "application/json", timeout);
        Instant received = clock.instant();
        if (told.status() != OK && told.status() != NOT_FOUND) {
            throw refusal(told);
        }
        if (Boolean.parseBoolean(told.headers().get(LEFT_OUT))) {
            throw new UnusableAnswerException(
                    FailureKind.PERMISSION,
                    "the token may not read all keys below " + Excerpt.of(prefix) + ": it needs key_prefix \""
                            + Excerpt.of(prefix) + "\" with policy = \"read\"");
        }
        Map<String, String> values = told.status() == NOT_FOUND ? Map.of() : values(http.parse(told));
        if (!PatroniKeys.isCluster(values.keySet())) {
            throw UnusableAnswerException.badAnswer(
                    "no member is registered below " + Excerpt.of(prefix)
                            + ": check dcs.endpoints, dcs.namespace, dcs.token-file, scope, and dcs.citus-group where it is Citus");
        }
        return Answer.answered(parser.parse(values, null, SteadyClock.wallTimeOf(clock)), asked, received);
    }

    private Map<String, String> values(JsonNode pairs) throws UnusableAnswerException {
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

    /** Consul words its errors as plain text. */
    private static UnusableAnswerException refusal(Document told) {
        boolean unknownToken = told.status() == UNAUTHORIZED || told.text().contains("ACL not found");
        FailureKind kind = unknownToken
                ? FailureKind.AUTH
                : told.status() == FORBIDDEN ? FailureKind.PERMISSION : FailureKind.HTTP_STATUS;
        return new UnusableAnswerException(kind, "HTTP status " + told.status() + ": " + Excerpt.of(told.text()));
    }
}
