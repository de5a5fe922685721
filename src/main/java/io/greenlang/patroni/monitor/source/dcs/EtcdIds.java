package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which etcd cluster each endpoint was of when it last said so. An etcd that is started from a snapshot, or made new, is another
 * one. Safe for concurrent use.
 */
final class EtcdIds {
    /** An unsigned number of 64 bits, as text. */
    static final Pattern ID = Pattern.compile("[1-9]\\d{0,19}");

    private final Map<URI, String> ids = new ConcurrentHashMap<>();

    /** @param answer any that has a header */
    void remember(URI endpoint, JsonNode answer) {
        String told = answer.path("header").path("cluster_id").asText("");
        if (ID.matcher(told).matches()) {
            ids.put(endpoint, told);
        }
    }

    /** Null while it has not said so. */
    @Nullable String of(URI endpoint) {
        return ids.get(endpoint);
    }

    /**
     * One of them may have been left behind when the clusters moved to another etcd. What others were of is forgotten then: they
     * have to say it again, which one that is gone for good does not.
     *
     * @param key of the configuration, for people
     */
    void refuseTwo(URI endpoint, String key) throws UnusableAnswerException {
        if (Set.copyOf(ids.values()).size() > 1) {
            String all = new TreeMap<>(ids).toString();
            ids.keySet().retainAll(Set.of(endpoint));
            throw new UnusableAnswerException(
                    FailureKind.SCOPE_MISMATCH, key + " belong to different etcd clusters: " + Excerpt.of(all));
        }
    }
}
