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
import java.util.stream.StreamSupport;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * etcd. Keys are read with a linearizable range, which takes a quorum: an answer is the truth. An endpoint's status is its own
 * word, which it gives without one.
 */
final class EtcdSource extends DcsSource {
    /** Beside the members: config, failover, failsafe, history, initialize, leader, optime, status, sync. */
    private static final int OTHER_KEYS = 20;

    private static final int ERRORS = 5;

    private final String prefix;
    private final InputLimits limits;
    private final Clock clock;
    private final EtcdGateway gateway;
    private final PatroniKeys parser;
    private final EtcdIds etcds = new EtcdIds();

    EtcdSource(Etcd3 config, String scope, InputLimits limits, Clock clock, EtcdGateway gateway) {
        super(new Rotation(EtcdGateway.PRODUCT, config.endpoints(), clock), gateway.http(), clock);
        this.prefix = config.prefix(scope);
        this.limits = limits;
        this.clock = clock;
        this.gateway = gateway;
        this.parser = new PatroniKeys(scope, limits);
    }

    @Override
    Health healthOf(URI endpoint, Duration timeout) throws UnusableAnswerException {
        JsonNode status = gateway.ask(endpoint, "maintenance/status", EtcdGateway.object(), timeout);
        if (!status.isObject() || !status.has("header")) {
            throw UnusableAnswerException.badAnswer("no status of an etcd");
        }
        // an unsigned number of 64 bits, as text; left out, or 0, without a leader
        boolean knowsLeader =
                EtcdIds.ID.matcher(status.path("leader").asText("")).matches();
        etcds.remember(endpoint, status);
        return new Health(Excerpt.of(status.path("version").asText("")), knowsLeader, errors(status));
    }

    /** Such as {@code memberID:1 alarm:NOSPACE}; that there is no leader is told otherwise. */
    private static List<String> errors(JsonNode status) {
        return StreamSupport.stream(status.path("errors").spliterator(), false)
                .map(error -> Excerpt.of(error.asText("").strip()))
                .filter(error -> !error.isEmpty() && !error.contains("no leader"))
                .limit(ERRORS)
                .toList();
    }

    @Override
    Answer<Keys> keysOf(URI endpoint, Duration timeout) throws UnusableAnswerException {
        Instant asked = clock.instant();
        JsonNode range = gateway.ask(endpoint, "kv/range", range(), timeout);
        Instant received = clock.instant();
        etcds.remember(endpoint, range);
        etcds.refuseTwo(endpoint, "dcs.endpoints");
        if (range.path("more").asBoolean(false)) {
            throw new UnusableAnswerException(
                    FailureKind.TOO_LARGE, "more keys than input-limits.members allows below " + Excerpt.of(prefix));
        }
        Map<String, String> values = new HashMap<>();
        String lease = null;
        for (JsonNode pair : range.path("kvs")) {
            String name = name(DcsHttp.bytes(pair.path("key")).utf8());
            values.put(name, DcsHttp.bytes(pair.path("value")).utf8());
            lease = name.equals(PatroniKeys.LEADER) ? pair.path("lease").asText(null) : lease;
        }
        if (!PatroniKeys.isCluster(values.keySet())) {
            throw UnusableAnswerException.badAnswer("no member is registered below " + Excerpt.of(prefix)
                    + ": check dcs.endpoints, dcs.namespace, scope, and dcs.citus-group where it is Citus");
        }
        Duration time = timeout.minus(Duration.between(asked, received));
        Duration left = lease == null ? null : leaseLeft(endpoint, lease, time);
        Keys keys = parser.parse(values, left, SteadyClock.wallTimeOf(clock));
        return Answer.answered(keys, asked, received);
    }

    private ObjectNode range() {
        return EtcdGateway.object()
                .put("key", ByteString.encodeUtf8(prefix).base64())
                .put("range_end", EtcdGateway.endOf(prefix).base64())
                .put("limit", limits.members() + OTHER_KEYS);
    }

    private String name(String key) throws UnusableAnswerException {
        if (!key.startsWith(prefix)) {
            throw UnusableAnswerException.badAnswer("lists keys that were not asked for");
        }
        return key.substring(prefix.length());
    }

    /**
     * What is left of it by etcd's own clock, in whole seconds, so that no clock is compared with another; null when unknown.
     * The gateway leaves a zero out.
     */
    private @Nullable Duration leaseLeft(URI endpoint, String lease, Duration timeout) {
        try {
            JsonNode told = gateway.ask(
                    endpoint, "lease/timetolive", EtcdGateway.object().put("ID", lease), timeout);
            return told.has("header")
                    ? Duration.ofSeconds(Math.max(0, told.path("TTL").asLong(0)))
                    : null;
        } catch (UnusableAnswerException e) {
            return null;
        }
    }
}
