package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.fuzz.FuzzTarget;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.JsonBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

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

    private static final String SCOPE = "demo";
    private static final String PREFIX = "service/demo/";

    private static final List<String> PAIRS = List.of(
            "[" + pair("config", SAMPLES.get(3)) + "," + pair("leader", "node1") + "," + pair("sync", SAMPLES.get(1))
                    + "," + pair("members/node1", SAMPLES.get(0)) + "]",
            "[{\"LockIndex\":0,\"Key\":\"service/demo/history\",\"Flags\":0,\"Value\":null},"
                    + pair("members/node2", SAMPLES.get(0)) + "," + pair("history", SAMPLES.get(4)) + "]",
            "[]");

    private static final List<String> PODS = List.of(
            list(
                    object("demo-0", Map.of("status", SAMPLES.get(0))),
                    object("demo-1", Map.of()),
                    "{\"metadata\":{\"name\":\"demo-2\"}}"),
            list());

    private static final List<String> OBJECTS = List.of(
            list(
                    object(
                            "demo-leader",
                            Map.of(
                                    "leader", "demo-0",
                                    "acquireTime", "2026-11-22T11:59:00.112233+00:00",
                                    "renewTime", "2026-11-22T12:00:10.445566+00:00",
                                    "ttl", "30",
                                    "transitions", "2",
                                    "failsafe", "{\"demo-0\":\"http://10.244.0.5:8008/patroni\"}")),
                    object(
                            "demo-config",
                            Map.of(
                                    "config",
                                    SAMPLES.get(3),
                                    "initialize",
                                    "7390000000000000001",
                                    "history",
                                    SAMPLES.get(4))),
                    object("demo-sync", Map.of("leader", "demo-0", "sync_standby", "demo-1", "quorum", "0")),
                    object(
                            "demo-failover",
                            Map.of(
                                    "leader",
                                    "demo-0",
                                    "member",
                                    "demo-1",
                                    "scheduled_at",
                                    "2026-11-23T04:00:00+00:00"))),
            list(object("demo", Map.of("leader", "demo-0", "ttl", "30"))));

    private DcsTargets() {}

    public static List<FuzzTarget> all() {
        return Stream.concat(
                        keys(),
                        Stream.of(
                                labels(),
                                json("consul-pairs", PAIRS, DcsTargets::pairs),
                                json("kubernetes-pods", PODS, DcsTargets::pods),
                                json("kubernetes-objects", OBJECTS, DcsTargets::objects)))
                .toList();
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
                    KubernetesDirectory.clusterOf(item, KubernetesApi.ENDPOINTS, "cluster-name", 128);
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

    private interface Reader {
        void read(JsonNode json) throws UnusableAnswerException;
    }

    /** One answer over HTTP. */
    private static FuzzTarget json(String name, List<String> samples, Reader reader) {
        InputLimits limits = InputLimits.DEFAULTS.withTextLength(InputLimits.DEFAULTS.answerBytes() * 2);
        JsonBody body = new JsonBody(limits);
        return FuzzTarget.ofText(
                name,
                UnusableAnswerException.class,
                samples,
                text -> reader.read(body.parse(ByteString.encodeUtf8(text), false)));
    }

    private static void pairs(JsonNode answer) throws UnusableAnswerException {
        read(ConsulSource.valuesBelow(PREFIX, answer), null);
    }

    private static void pods(JsonNode list) throws UnusableAnswerException {
        read(PatroniAnnotations.members(list.path("items")), null);
    }

    /** ConfigMaps have another object for the lock than Endpoints. */
    private static void objects(JsonNode list) throws UnusableAnswerException {
        for (String leader : List.of(SCOPE, SCOPE + "-leader")) {
            PatroniAnnotations annotations = new PatroniAnnotations(SCOPE, leader, list.path("items"));
            annotations.renewed();
            Instant now = Instant.parse("2026-11-22T12:00:12Z");
            read(
                    annotations.values(),
                    new KubernetesSource.WatchedLease()
                            .look(annotations.leaderRecord(), now)
                            .left());
        }
    }

    private static void read(Map<String, String> values, @Nullable Duration left) throws UnusableAnswerException {
        PatroniKeys.isCluster(values.keySet());
        new PatroniKeys(SCOPE, InputLimits.DEFAULTS).parse(values, left, ClockOffset.NONE);
    }

    private static String pair(String key, String value) {
        return "{\"LockIndex\":1,\"Key\":\"" + PREFIX + key + "\",\"Flags\":0,\"Value\":\""
                + ByteString.encodeUtf8(value).base64() + "\",\"CreateIndex\":12,\"ModifyIndex\":21}";
    }

    private static String list(String... objects) {
        return "{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{\"resourceVersion\":\"7\"},"
                + "\"items\":[" + String.join(",", objects) + "]}";
    }

    private static String object(String name, Map<String, String> annotations) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        ObjectNode all = metadata.putObject("annotations");
        new TreeMap<>(annotations).forEach(all::put);
        return object.toString();
    }
}
