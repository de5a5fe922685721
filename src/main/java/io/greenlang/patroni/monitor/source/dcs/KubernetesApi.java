package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.HttpTransport.Document;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Lists of objects in one namespace, as the API server's etcd has them now, and how the API server is. Safe for concurrent use. */
final class KubernetesApi {
    static final String PRODUCT = "Kubernetes";
    static final String PODS = "pods";
    static final String ENDPOINTS = "endpoints";
    static final String CONFIG_MAPS = "configmaps";

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int INTERNAL_ERROR = 500;
    private static final int ERRORS = 5;

    /** Beside the members: config, failover, sync and the leader's, and Endpoints of Services that have the same labels. */
    private static final int OTHER_OBJECTS = 20;

    /** Names, labels and annotations; no pod's specification, and no ConfigMap's data. */
    private static final String METADATA =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    private final String namespace;
    private final String selector;
    private final int limit;
    private final DcsHttp http;

    KubernetesApi(String namespace, String selector, InputLimits limits, DcsHttp http) {
        this.namespace = namespace;
        this.selector = selector;
        this.limit = limits.members() + OTHER_OBJECTS;
        this.http = http;
    }

    /**
     * A part of a list.
     *
     * @param items null in JSON where there are none
     * @param next where the next one begins; empty after the last one
     */
    record Page(JsonNode items, String next) {}

    /**
     * Those that the selector takes, as many as one cluster has.
     *
     * @param resource such as {@code pods}
     */
    JsonNode list(URI endpoint, String resource, Duration timeout) throws UnusableAnswerException {
        Page all = page(endpoint, resource, limit, "", timeout);
        if (!all.next().isEmpty()) {
            throw new UnusableAnswerException(
                    FailureKind.TOO_LARGE,
                    "more " + resource + " than input-limits.members allows have the labels " + Excerpt.of(selector));
        }
        return all.items();
    }

    /**
     * Some of those that the selector takes. No resourceVersion is named: that makes the first page a read that takes a quorum of etcd,
     * and the others are of the same moment.
     *
     * @param resource such as {@code pods}
     * @param size of the page, in objects
     * @param from {@link Page#next} of the page before; empty for the first one
     */
    Page page(URI endpoint, String resource, int size, String from, Duration timeout) throws UnusableAnswerException {
        HttpUrl.Builder url = DcsHttp.url(endpoint)
                .addPathSegments("api/v1/namespaces")
                .addPathSegment(namespace)
                .addPathSegment(resource)
                .addQueryParameter("labelSelector", selector)
                .addQueryParameter("limit", String.valueOf(size));
        if (!from.isEmpty()) {
            url.addQueryParameter("continue", from);
        }
        Document told = http.get(url.build(), METADATA, timeout);
        if (told.status() != OK) {
            throw refusal(told, resource);
        }
        JsonNode list = http.parse(told);
        // null where there are none
        if (!list.has("items") || !list.path("kind").asText("").endsWith("List")) {
            throw UnusableAnswerException.badAnswer("no list of " + resource);
        }
        return new Page(list.path("items"), list.at("/metadata/continue").asText(""));
    }

    /** It reads from etcd for that, which takes a quorum. */
    Health health(URI endpoint, Duration timeout) throws UnusableAnswerException {
        Document told = http.get(DcsHttp.url(endpoint).addPathSegment("readyz").build(), "text/plain, */*", timeout);
        if (told.status() == OK) {
            return new Health("", true, List.of());
        }
        List<String> failed = told.text()
                .lines()
                .filter(line -> line.startsWith("[-]"))
                .map(line -> line.substring("[-]".length()).replaceFirst(" failed\\b.*$", ""))
                .toList();
        if (told.status() != INTERNAL_ERROR || failed.isEmpty()) {
            throw refusal(told, null);
        }
        return new Health(
                "",
                failed.stream().noneMatch(check -> check.startsWith("etcd")),
                failed.stream()
                        .limit(ERRORS)
                        .map(check -> "readyz: " + Excerpt.of(check) + " failed")
                        .toList());
    }

    /** @param resource null for what belongs to no namespace */
    private UnusableAnswerException refusal(Document told, @Nullable String resource) {
        String status = "HTTP status " + told.status();
        String reason = reason(told);
        String why = reason.isEmpty() ? status : status + ": " + reason;
        return switch (told.status()) {
            case UNAUTHORIZED -> new UnusableAnswerException(FailureKind.AUTH, why);
            case FORBIDDEN ->
                new UnusableAnswerException(
                        FailureKind.PERMISSION,
                        (resource == null
                                        ? "may not get /readyz; "
                                        : "may not list " + resource + " in namespace " + Excerpt.of(namespace) + "; ")
                                + why);
            default -> new UnusableAnswerException(FailureKind.HTTP_STATUS, why);
        };
    }

    private String reason(Document told) {
        try {
            return Excerpt.of(http.parse(told).path("message").asText(""));
        } catch (UnusableAnswerException noStatus) {
            return "";
        }
    }
}
