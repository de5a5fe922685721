package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which cluster an object of Kubernetes is of, by the labels that Patroni's objects have. What is of no cluster is nobody's. */
final class FoundLabels {
    /** What Kubernetes takes for the value of a label, but for an empty one. */
    private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private static final Pattern GROUP = Pattern.compile("0|[1-9]\\d{0,6}");

    private FoundLabels() {}

    /**
     * A pod is of the cluster of its labels. Other objects may be a Service's, which has the same labels: of those, one is of a cluster where
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
