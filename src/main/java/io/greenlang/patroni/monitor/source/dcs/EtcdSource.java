package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * etcd. Keys are read with a linearizable range, which takes a quorum: an answer is the truth. An endpoint's status is its own
 * word, which it gives without one.
 */
final class EtcdSource implements DcsSource {
    /** Beside the members: config, failover, failsafe, history, initialize, leader, optime, status, sync. */
    private static final int OTHER_KEYS = 20;

    private static final String NOBODY = "0";
    private static final Duration TOO_LITTLE = Duration.ofMillis(20);

    private final List<URI> endpoints;
    private final String prefix;
    private final InputLimits limits;
    private final Clock clock;
    private final EtcdGateway gateway;
    private final PatroniKeys parser;
    /** The endpoint that gave the keys last. */
    private volatile int preferred;

    EtcdSource(Etcd3 config, String scope, InputLimits limits, Clock clock) {
        this.endpoints = config.endpoints();
        this.prefix = "/" + config.namespace() + "/" + scope + "/";
        this.limits = limits;
        this.clock = clock;
        this.gateway = new EtcdGateway(config, limits);
        this.parser = new PatroniKeys(scope, limits);
    }

    @Override
    public List<URI> endpoints() {
        return endpoints;
    }

    @Override
    public Answer<Health> health(URI endpoint, Duration timeout) {
        Instant asked = clock.instant();
        try {
            JsonNode status = gateway.ask(endpoint, "maintenance/status", EtcdGateway.object(), timeout);
            if (!status.isObject() || !status.has("header")) {
                throw UnusableAnswerException.badAnswer("no status of an etcd");
            }
            // an unsigned number of 64 bits, as text; left out, or 0, without a leader
            String leader = status.path("leader").asText(NOBODY);
            return Answer.answered(
                    new Health(Excerpt.of(status.path("version").asText("")), !leader.equals(NOBODY)),
                    asked,
                    clock.instant());
        } catch (UnusableAnswerException e) {
            return failed(endpoint, e);
        }
    }

    @Override
    public Answer<Keys> keys(Duration timeout) {
        Instant end = clock.instant().plus(timeout);
        int first = preferred;
        Answer<Keys> last = Answer.failed(FailureKind.TIMEOUT, "no time left to ask", clock.instant());
        for (int i = 0; i < endpoints.size(); i++) {
            int index = (first + i) % endpoints.size();
            Duration share = Duration.between(clock.instant(), end).dividedBy(endpoints.size() - i);
            if (share.compareTo(TOO_LITTLE) < 0) {
                break;
            }
            last = keysOf(endpoints.get(index), share);
            if (last.isAnswered()) {
                preferred = index;
                break;
            }
        }
        return last;
    }

    private Answer<Keys> keysOf(URI endpoint, Duration timeout) {
        Instant asked = clock.instant();
        try {
            JsonNode range = gateway.ask(endpoint, "kv/range", range(), timeout);
            Instant received = clock.instant();
            Map<String, String> values = new HashMap<>();
            String lease = null;
            for (JsonNode pair : range.path("kvs")) {
                String name = name(decoded(pair.path("key")));
                values.put(name, decoded(pair.path("value")));
                lease = name.equals(PatroniKeys.LEADER) ? pair.path("lease").asText(null) : lease;
            }
            if (values.isEmpty()) {
                throw UnusableAnswerException.badAnswer(
                        "nothing below " + Excerpt.of(prefix) + ": check dcs.namespace and scope");
            }
            Duration left = lease == null ? null : leaseLeft(endpoint, lease, timeout);
            Keys keys = parser.parse(values, left, SteadyClock.wallTimeOf(clock));
            return Answer.answered(keys, asked, received);
        } catch (UnusableAnswerException e) {
            return failed(endpoint, e);
        }
    }

    /** All keys that begin with the prefix: up to the prefix with its last byte, a slash, counted up by one. */
    private ObjectNode range() {
        String end = prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1);
        return EtcdGateway.object()
                .put("key", ByteString.encodeUtf8(prefix).base64())
                .put("range_end", ByteString.encodeUtf8(end).base64())
                .put("limit", limits.members() + OTHER_KEYS);
    }

    private String name(String key) throws UnusableAnswerException {
        if (!key.startsWith(prefix)) {
            throw UnusableAnswerException.badAnswer("tells of keys that were not asked for");
        }
        return key.substring(prefix.length());
    }

    private static String decoded(JsonNode base64) throws UnusableAnswerException {
        ByteString bytes = ByteString.decodeBase64(base64.asText(""));
        if (bytes == null) {
            throw UnusableAnswerException.badAnswer("a key or a value is no Base64");
        }
        return bytes.utf8();
    }

    /** What is left of it by etcd's own clock, in whole seconds, so that no clock is compared with another; null when unknown. */
    private @Nullable Duration leaseLeft(URI endpoint, String lease, Duration timeout) {
        try {
            JsonNode told = gateway.ask(
                    endpoint, "lease/timetolive", EtcdGateway.object().put("ID", lease), timeout);
            return told.has("TTL")
                    ? Duration.ofSeconds(Math.max(0, told.path("TTL").asLong(0)))
                    : null;
        } catch (UnusableAnswerException e) {
            return null;
        }
    }

    private <T> Answer<T> failed(URI endpoint, UnusableAnswerException e) {
        return Answer.failed(e.kind(), "etcd at " + endpoint + ": " + e.detail(), clock.instant());
    }

    @Override
    public void close() {
        gateway.close();
    }
}
