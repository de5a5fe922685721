package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Patroni writes as annotations of Kubernetes' objects, by the names that its keys have elsewhere: as
 * {@code patroni/dcs/kubernetes.py} of 3.0 to 4.1 does. Immutable.
 */
final class PatroniAnnotations {
    /** The label of what is of a group of a Citus formation; its name can't be configured. */
    static final String GROUP_LABEL = "citus-group";

    private static final List<String> RECORD =
            List.of(PatroniKeys.LEADER, "acquireTime", "ttl", "renewTime", "transitions");
    private static final Set<String> OF_CONFIG = Set.of("config", "initialize", "history");

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> leaderRecord = new LinkedHashMap<>();
    private final boolean found;

    /**
     * @param cluster what the objects' names begin with
     * @param resource of the items
     */
    PatroniAnnotations(String cluster, String resource, JsonNode items) {
        String leaderName = resource.equals(KubernetesApi.ENDPOINTS) ? cluster : cluster + "-leader";
        Map<String, JsonNode> objects = new HashMap<>();
        items.forEach(item -> objects.put(name(item), annotations(item)));
        JsonNode leader = objects.getOrDefault(leaderName, MissingNode.getInstance());
        JsonNode config = objects.getOrDefault(cluster + "-config", MissingNode.getInstance());
        RECORD.forEach(name -> copy(leader, name, leaderRecord));
        copy(leader, PatroniKeys.LEADER, values);
        copy(leader, "failsafe", values);
        OF_CONFIG.forEach(name -> copy(config, name, values));
        asDocument(objects.get(cluster + "-sync"), "sync");
        asDocument(objects.get(cluster + "-failover"), "failover");
        this.found = !leaderRecord.isEmpty() || OF_CONFIG.stream().anyMatch(values::containsKey);
    }

    /**
     * What the names of a cluster's objects begin with.
     *
     * @param group of a Citus formation; null for a cluster that is no part of one
     */
    static String nameOf(String scope, @Nullable Integer group) {
        return group == null ? scope : scope + "-" + group;
    }

    private static void copy(JsonNode annotations, String name, Map<String, String> to) {
        String value = annotations.path(name).textValue();
        if (value != null) {
            to.put(name, value);
        }
    }

    /** What is one JSON document elsewhere is here one annotation for each of its fields. */
    private void asDocument(@Nullable JsonNode annotations, String key) {
        if (annotations == null) {
            return;
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("leader", "member", "scheduled_at", "sync_standby", "quorum")) {
            String value = annotations.path(field).textValue();
            if (value != null) {
                document.put(field, value);
            }
        }
        values.put(key, document.toString());
    }

    /** Patroni has written one of them. */
    boolean found() {
        return found;
    }

    /** By the key's name, such as {@code config}. */
    Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** All that changes when the lock is taken or renewed; empty where there is no such object yet. */
    Map<String, String> leaderRecord() {
        return Map.copyOf(leaderRecord);
    }

    /** By the clock of the leader that renewed it; {@link Instant#MIN} when it can't be read. */
    Instant renewed() {
        try {
            return OffsetDateTime.parse(leaderRecord.getOrDefault("renewTime", ""))
                    .toInstant();
        } catch (DateTimeException e) {
            return Instant.MIN;
        }
    }

    /** The members, by key: each is a pod, whether Patroni has written its state yet or not. */
    static Map<String, String> members(JsonNode pods) {
        Map<String, String> members = new HashMap<>();
        pods.forEach(pod -> members.put(
                PatroniKeys.MEMBERS + name(pod), annotations(pod).path("status").asText("")));
        return members;
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText("");
    }

    /** Missing where there are none. */
    private static JsonNode annotations(JsonNode object) {
        return object.path("metadata").path("annotations");
    }
}
