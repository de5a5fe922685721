package io.greenlang.patroni.monitor.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All that is applied at once, and how to find one's way in it. Nothing here fails when something is not there. */
record Installation(List<Manifest> manifests) {
    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet");
    private static final String POD = "/spec/template/spec";

    Installation {
        manifests = List.copyOf(manifests);
    }

    static Installation of(String folder) {
        return new Installation(Kustomize.build(folder));
    }

    Stream<Manifest> all(String kind) {
        return manifests.stream().filter(manifest -> manifest.kind().equals(kind));
    }

    Optional<Manifest> find(String kind, String name) {
        return all(kind).filter(manifest -> manifest.name().equals(name)).findFirst();
    }

    /** The daemon's. */
    Manifest workload() {
        return manifests.stream()
                .filter(manifest -> WORKLOADS.contains(manifest.kind()))
                .findFirst()
                .orElse(new Manifest(MissingNode.getInstance()));
    }

    Manifest pod() {
        return new Manifest(workload().at(POD));
    }

    Manifest container() {
        return new Manifest(workload().at(POD + "/containers/0"));
    }

    Map<String, String> podLabels() {
        return workload().texts("/spec/template/metadata/labels");
    }

    int replicas() {
        return workload().at("/spec/replicas").asInt(1);
    }

    /** Of the container, by its name. */
    Optional<Integer> port(String name) {
        return container()
                .each("/ports")
                .filter(port -> port.path("name").asText().equals(name))
                .map(port -> port.path("containerPort").asInt())
                .findFirst();
    }

    /** What a variable of the container is, on the pod of that number; empty where it is not set. */
    String variable(String name, int ordinal) {
        return container()
                .each("/env")
                .filter(variable -> variable.path("name").asText().equals(name))
                .map(variable -> valueOf(variable, ordinal))
                .findFirst()
                .orElse("");
    }

    private String valueOf(JsonNode variable, int ordinal) {
        boolean isPodName =
                variable.at("/valueFrom/fieldRef/fieldPath").asText().equals("metadata.name");
        return isPodName
                ? workload().name() + "-" + ordinal
                : variable.path("value").asText();
    }

    Optional<JsonNode> volume(String name) {
        return pod().each("/volumes")
                .filter(volume -> volume.path("name").asText().equals(name))
                .findFirst();
    }

    /** The same, with one manifest replaced. */
    Installation with(Manifest old, Manifest changed) {
        return new Installation(manifests.stream()
                .map(manifest -> manifest.equals(old) ? changed : manifest)
                .toList());
    }

    static boolean selects(Map<String, String> selector, Map<String, String> labels) {
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }
}
