package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.fuzz.FuzzTarget;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.JsonBody;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.ByteString;

/** What stands in the DCS. */
public final class DcsTargets {
    private static final List<String> KEYS =
            List.of("leader", "config", "history", "sync", "failover", "failsafe", "initialize", "members/node1");

    private static final List<String> SAMPLES = List.of(
            "{\"conn_url\":\"postgres://[fe80::1]:5433/postgres\",\"api_url\":\"http://10.0.1.11:8008/patroni\","
                    + "\"state\":\"running\",\"replication_state\":\"streaming\",\"timeline\":3,\"tags\":{\"nofailover\":true}}",
            "{\"leader\":\"node1\",\"sync_standby\":\"node2, node3\"}",
            "{\"leader\":\"node1\",\"member\":\"node2\",\"scheduled_at\":\"2026-11-22T12:00:00+00:00\"}",
            "{\"ttl\":30,\"pause\":true,\"synchronous_mode\":\"quorum\"}",
            "[[1,67112584,\"no recovery target specified\",\"2026-11-22T10:00:00+00:00\",\"node1\"]]");

    private DcsTargets() {}

    public static List<FuzzTarget> all() {
        return Stream.concat(keys(), Stream.of(labels())).toList();
    }

    private static FuzzTarget labels() {
        JsonBody json = new JsonBody(InputLimits.DEFAULTS);
        return FuzzTarget.ofText(
                "dcs-found-labels",
                UnusableAnswerException.class,
                List.of(
                        "{\"metadata\":{\"name\":\"demo-2\",\"labels\":{\"cluster-name\":\"demo\",\"citus-group\":\"2\"},"
                                + "\"annotations\":{\"leader\":\"demo-0\",\"ttl\":\"30\"}}}",
                        "{\"metadata\":{\"name\":\"demo-config\",\"labels\":{\"cluster-name\":\"demo\"},"
                                + "\"annotations\":{\"config\":\"{}\",\"initialize\":\"7390000000000000001\"}}}"),
                text -> {
                    JsonNode item = json.parse(ByteString.encodeUtf8(text), false);
                    FoundLabels.clusterOf(item, KubernetesApi.ENDPOINTS, "cluster-name", 128);
                });
    }

    private static Stream<FuzzTarget> keys() {
        return KEYS.stream()
                .map(key -> FuzzTarget.ofText(
                        "dcs-" + key.replace('/', '-'),
                        UnusableAnswerException.class,
                        SAMPLES,
                        text -> new PatroniKeys("demo", InputLimits.DEFAULTS)
                                .parse(Map.of(key, text, "members/node2", SAMPLES.get(0)), null, ClockOffset.NONE)));
    }
}
