package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.model.DcsState.Lock;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.ClusterParser;
import io.greenlang.patroni.monitor.source.document.ConfigParser;
import io.greenlang.patroni.monitor.source.document.HistoryParser;
import io.greenlang.patroni.monitor.source.document.JsonBody;
import io.greenlang.patroni.monitor.source.document.RestAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What Patroni keeps in the DCS about one cluster, by key, whatever the DCS is: as {@code patroni/dcs} of 3.0 to 4.1 writes it.
 * A value that can't be read counts as absent; anyone who may write to the DCS may write there, so it may hold anything.
 */
final class PatroniKeys {
    static final String LEADER = "leader";
    static final String MEMBERS = "members/";
    private static final String INITIALIZE = "initialize";
    private static final String CONFIG = "config";
    private static final int DEFAULT_PORT = 5432;

    private final String scope;
    private final InputLimits limits;
    private final JsonBody json;

    PatroniKeys(String scope, InputLimits limits) {
        this.scope = scope;
        this.limits = limits;
        this.json = new JsonBody(limits);
    }

    /**
     * A member is registered there. Without this an empty place, one above the groups of a Citus formation, or one that a cluster has
     * left behind with what has no lease, such as its configuration, would look like a cluster whose lock is free.
     */
    static boolean isCluster(Set<String> keys) {
        return keys.stream().anyMatch(key -> key.startsWith(MEMBERS));
    }

    /**
     * @param values by the key's name below the cluster's, such as {@code members/patroni-0}
     * @param leaseLeft of the leader key; null when unknown
     * @param wall for times that members have written
     */
    Keys parse(Map<String, String> values, @Nullable Duration leaseLeft, ClockOffset wall)
            throws UnusableAnswerException {
        JsonNode configuration = document(values.get(CONFIG));
        DynamicConfig config = configuration.isObject() ? ConfigParser.parse(configuration) : null;
        String owner = owner(values.get(LEADER));
        ClusterView view = ClusterParser.parse(
                        cluster(values, owner, configuration, config),
                        new ClusterParser.Admission(
                                RestAddress::baseOf, limits, owner == null ? Set.of() : Set.of(owner)))
                .correctedBy(wall);
        TimelineHistory history = history(values.get("history"));
        return new Keys(
                owner == null ? null : new Lock(owner, leaseLeft),
                view,
                history == null ? null : history.correctedBy(wall),
                config,
                systemIdentifier(values.get(INITIALIZE)),
                failsafe(document(values.get("failsafe"))));
    }

    /** A name that is too long to be a member's is nobody's. */
    private @Nullable String owner(@Nullable String value) {
        return value == null || value.isBlank() || value.length() > limits.nameLength() ? null : value;
    }

    private static @Nullable String systemIdentifier(@Nullable String value) {
        return value == null || !value.matches("\\d{1,20}") ? null : value;
    }

    private @Nullable TimelineHistory history(@Nullable String value) {
        JsonNode entries = document(value);
        try {
            return entries.isArray() ? HistoryParser.parse(entries, limits.historyEntries()) : null;
        } catch (UnusableAnswerException e) {
            return null;
        }
    }

    private Set<String> failsafe(JsonNode members) {
        Set<String> names = new HashSet<>();
        members.fieldNames().forEachRemaining(name -> {
            if (name.length() <= limits.nameLength() && names.size() < limits.members()) {
                names.add(name);
            }
        });
        return names;
    }

    /** As {@code /cluster} has it. */
    private JsonNode cluster(
            Map<String, String> values,
            @Nullable String owner,
            JsonNode configuration,
            @Nullable DynamicConfig config) {
        ObjectNode cluster = JsonNodeFactory.instance.objectNode().put("scope", scope);
        Set<String> synchronous = synchronous(document(values.get("sync")), owner);
        ArrayNode members = cluster.putArray("members");
        new TreeMap<>(values).forEach((key, value) -> {
            if (key.startsWith(MEMBERS)) {
                String name = key.substring(MEMBERS.length());
                members.add(
                        member(document(value)).put("name", name).put("role", role(name, owner, synchronous, config)));
            }
        });
        cluster.put("pause", configuration.path("pause").asBoolean(false));
        JsonNode failover = document(values.get("failover"));
        if (failover.hasNonNull("scheduled_at")) {
            ObjectNode planned = cluster.putObject("scheduled_switchover");
            planned.set("at", failover.path("scheduled_at"));
            planned.set("from", failover.path("leader"));
            planned.set("to", failover.path("member"));
        }
        return cluster;
    }

    private static ObjectNode member(JsonNode told) {
        ObjectNode member = JsonNodeFactory.instance.objectNode();
        JsonNode receiving = told.path("replication_state");
        boolean runs = told.path("state").asText("").equals("running");
        member.set("state", runs && receiving.isTextual() ? receiving : told.path("state"));
        for (String same : List.of("api_url", "timeline", "tags", "scheduled_restart")) {
            member.set(same, told.path(same));
        }
        address(told.path("conn_url").asText("")).forEach(member::set);
        return member;
    }

    /** Of {@code postgres://host:port/database}. */
    private static Map<String, JsonNode> address(String url) {
        try {
            URI address = new URI(url);
            String host = address.getHost();
            if (host == null) {
                return Map.of();
            }
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
            return Map.of(
                    "host", JsonNodeFactory.instance.textNode(bare), "port", JsonNodeFactory.instance.numberNode(port));
        } catch (URISyntaxException e) {
            return Map.of();
        }
    }

    private static String role(
            String name, @Nullable String owner, Set<String> synchronous, @Nullable DynamicConfig config) {
        if (name.equals(owner)) {
            return config != null && config.standbyCluster() ? "standby_leader" : "leader";
        }
        boolean quorum = config != null && config.synchronousMode().kind() == SynchronousMode.Kind.QUORUM;
        return synchronous.contains(name) ? (quorum ? "quorum_standby" : "sync_standby") : "replica";
    }

    /** What an earlier leader has written there holds no longer. */
    private static Set<String> synchronous(JsonNode sync, @Nullable String owner) {
        boolean ofThisLeader = owner != null && owner.equals(sync.path("leader").textValue());
        return ofThisLeader
                ? new HashSet<>(List.of(sync.path("sync_standby").asText("").split("\\s*,\\s*")))
                : Set.of();
    }

    private JsonNode document(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            return json.parse(ByteString.encodeUtf8(value), false);
        } catch (UnusableAnswerException e) {
            return MissingNode.getInstance();
        }
    }
}
