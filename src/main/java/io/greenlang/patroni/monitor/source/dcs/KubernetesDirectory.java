package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Set;
import java.util.TreeSet;

/**
 * Kubernetes: the labels of all of Patroni's objects in one namespace, page by page. Beside the pods it takes the Endpoints or ConfigMaps, so
 * that a cluster whose pods are all gone is still one.
 */
final class KubernetesDirectory extends HttpDirectory {
    /** Their metadata fits into one answer by far, with all that others have written into it. */
    private static final int PAGE = 100;
    /** Of one kind of objects, each cluster has some five: these are of more clusters than one monitor is meant for. */
    private static final int MOST_PAGES = 200;

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
                FoundLabels.clusterOf(item, resource, objects.scopeLabel(), limits.nameLength())
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
}
