package io.greenlang.patroni.monitor.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the restricted Pod Security Standard and this project ask of a pod. */
final class Hardening {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_USER = 10_000;
    private static final int LAST_ANNOTATION_BYTE = 262_144;
    private static final int SECONDS_TO_END = 5;

    private static final Map<String, String> POD = Map.of(
            "/securityContext/runAsNonRoot", "true",
            "/securityContext/seccompProfile/type", "RuntimeDefault",
            "/automountServiceAccountToken", "false",
            "/enableServiceLinks", "false");

    private static final Map<String, String> CONTAINER = Map.of(
            "/securityContext/allowPrivilegeEscalation", "false",
            "/securityContext/readOnlyRootFilesystem", "true",
            "/securityContext/privileged", "false",
            "/securityContext/capabilities/drop", "[\"ALL\"]");

    private static final List<String> NOWHERE =
            List.of("hostNetwork", "hostPID", "hostIPC", "hostPath", "hostPort", "\"add\"");

    private Hardening() {}

    static List<String> problems(Installation installation) {
        List<String> problems = new ArrayList<>();
        Manifest pod = installation.pod();
        POD.forEach((pointer, value) -> require(problems, pod.at(pointer), pointer, value));
        CONTAINER.forEach(
                (pointer, value) -> require(problems, installation.container().at(pointer), pointer, value));
        if (pod.at("/securityContext/runAsUser").asInt() < FIRST_USER) {
            problems.add("runs as a user of the node: " + pod.at("/securityContext/runAsUser"));
        }
        if (pod.at("/terminationGracePeriodSeconds").asInt() < SECONDS_TO_END) {
            problems.add("is killed before it has ended");
        }
        NOWHERE.stream()
                .filter(word -> pod.json().toString().contains(word))
                .forEach(word -> problems.add("has " + word));
        checkMemory(problems, installation.container());
        installation.all("Secret").forEach(secret -> problems.add("has a secret: " + secret));
        installation.manifests().forEach(manifest -> checkSize(problems, manifest));
        return problems;
    }

    private static void require(List<String> problems, JsonNode found, String pointer, String value) {
        String text = found.isContainerNode() ? found.toString() : found.asText();
        if (!text.equals(value)) {
            problems.add(pointer + " is " + found + ", not " + value);
        }
    }

    /** No less than was measured, and no more than half as much again for what was not. */
    private static void checkMemory(List<String> problems, Manifest container) {
        try {
            double request = Quantity.getAmountInBytes(new Quantity(container.text("/resources/requests/memory")))
                    .doubleValue();
            double limit = Quantity.getAmountInBytes(new Quantity(container.text("/resources/limits/memory")))
                    .doubleValue();
            if (request > limit || limit > 1.5 * request) {
                problems.add("asks for " + request + " bytes and may have " + limit);
            }
        } catch (IllegalArgumentException e) {
            problems.add("asks for no memory, or may have any: " + e.getMessage());
        }
    }

    /** kubectl apply keeps the whole resource in one of its annotations, which all together may have 256 KiB. */
    private static void checkSize(List<String> problems, Manifest manifest) {
        try {
            int bytes = JSON.writeValueAsBytes(manifest.json()).length;
            if (bytes >= LAST_ANNOTATION_BYTE) {
                problems.add(manifest + " is too large for kubectl apply: " + bytes + " bytes");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
