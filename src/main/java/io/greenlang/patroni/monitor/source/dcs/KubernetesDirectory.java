package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.greenlang.patroni.monitor.config.DcsConfig.Kubernetes;
import io.greenlang.patroni.monitor.config.DcsConfig.PatroniObjects;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.dcs.KubernetesApi.Page;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Kubernetes: the labels of all of Patroni's objects in one namespace, page by page. Beside the pods it takes the Endpoints or ConfigMaps, so
 * that a cluster whose pods are all gone is still one.
 */
final class KubernetesDirectory extends DcsDirectory {
    /** Their metadata fits into one answer by far, with all that others have written into it. */
    private static final int PAGE = 100;
    /** Of one kind of objects, each cluster has some five: these are of more clusters than one monitor is meant for. */
    private static final int MOST_PAGES = 200;
    /** What Kubernetes takes for the value of a label, but for an empty one. */
    private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private static final Pattern GROUP = Pattern.compile("0|[1-9]\\d{0,6}");

    private final PatroniObjects objects;
    private final String selector;
    private final InputLimits limits;
    private final KubernetesApi api;

    KubernetesDirectory(Kubernetes config, InputLimits limits, Clock clock) {
        this(config, limits, clock, new DcsHttp(config.token(), config.tls(), limits));
    }

    private KubernetesDirectory(Kubernetes config, InputLimits limits, Clock clock, DcsHttp http) {
        super(new Rotation(KubernetesApi.PRODUCT, config.endpoints(), clock), http, clock);
        this.objects = config.objects();
        List<String> wanted = new ArrayList<>(objects.labels());
        wanted.add(objects.scopeLabel());
        this.selector = String.join(",", wanted);
        this.limits = limits;
        this.api = new KubernetesApi(objects.namespace(), selector, limits, http);
    }

    @Override
    Listing list(URI endpoint, Instant end) throws UnusableAnswerException {
        Set<FoundCluster> found = new TreeSet<>();
        for (String resource : resources()) {
            read(endpoint, resource, end, found);
        }
        return new Listing(found, Set.of(), null);
    }

    private List<String> resources() {
        Boolean useEndpoints = objects.useEndpoints();
        if (useEndpoints == null) {
            return List.of(KubernetesApi.PODS, KubernetesApi.CONFIG_MAPS, KubernetesApi.ENDPOINTS);
        }
        return List.of(KubernetesApi.PODS, useEndpoints ? KubernetesApi.ENDPOINTS : KubernetesApi.CONFIG_MAPS);
    }

    private void read(URI endpoint, String resource, Instant end, Set<FoundCluster> found)
            throws UnusableAnswerException {
        String from = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            Page next = api.page(endpoint, resource, PAGE, from, left(end));
            for (JsonNode item : next.items()) {
                clusterOf(item, resource, objects.scopeLabel(), limits.nameLength())
                        .ifPresent(found::add);
            }
            if (next.next().isEmpty()) {
                return;
            }
            from = next.next();
        }
        throw new UnusableAnswerException(
                FailureKind.TOO_LARGE,
                "more than " + PAGE * MOST_PAGES + " " + resource + " have the labels " + Excerpt.of(selector));
    }

    /**
     * Which cluster an object is of, by the labels that Patroni's objects have; empty for what is of none. A pod is of the
     * cluster of its labels. Other objects may be a Service's, which has the same labels: of those, one is of a cluster where
     * Patroni has written to it.
     *
     * @param resource of the item
     * @param scopeLabel the label whose value is the scope
     * @param longest name that is taken
     */
    static Optional<FoundCluster> clusterOf(JsonNode item, String resource, String scopeLabel, int longest) {
        JsonNode labels = item.path("metadata").path("labels");
        String scope = labels.path(scopeLabel).asText("");
        JsonNode group = labels.path(PatroniAnnotations.GROUP_LABEL);
        boolean isAlone = group.isMissingNode();
        if (scope.length() > longest
                || !SCOPE.matcher(scope).matches()
                || !(isAlone || GROUP.matcher(group.asText("")).matches())) {
            return Optional.empty();
        }
        FoundCluster cluster = new FoundCluster(scope, isAlone ? null : Integer.valueOf(group.asText()));
        return resource.equals(KubernetesApi.PODS) || isPatronis(item, resource, cluster)
                ? Optional.of(cluster)
                : Optional.empty();
    }

    private static boolean isPatronis(JsonNode item, String resource, FoundCluster cluster) {
        return new PatroniAnnotations(
                        PatroniAnnotations.nameOf(cluster.scope(), cluster.group()),
                        resource,
                        JsonNodeFactory.instance.arrayNode().add(item))
                .found();
    }
}
