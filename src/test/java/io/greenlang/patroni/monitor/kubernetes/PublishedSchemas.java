package io.greenlang.patroni.monitor.kubernetes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the schemas that Kubernetes and the Prometheus Operator publish say against a resource. They find what is missing,
 * wrong types, values and patterns, but no unknown field.
 */
final class PublishedSchemas {
    private static final Path PROGRAM = Path.of("src/test/kubernetes/validate.js");
    private static final Path FOLDER = Target.FOLDER.resolve("kubernetes-models");
    private static final ObjectMapper JSON = new ObjectMapper();

    private PublishedSchemas() {}

    /** By name, because each start of Node.js takes a second. */
    static Map<String, List<String>> problems(Map<String, List<Manifest>> manifests) {
        if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
            throw new IllegalStateException(FOLDER + " is missing; src/setup/setup.sh --tests installs it");
        }
        Map<String, JsonNode> resources = new LinkedHashMap<>();
        manifests.forEach((name, group) -> group.forEach(
                manifest -> resources.put(name + "!" + resources.size() + " " + manifest, manifest.json())));
        Map<String, List<String>> found = new TreeMap<>();
        run(resources)
                .forEach((name, problems) -> found.merge(
                        name.substring(0, name.indexOf('!')),
                        problems.stream()
                                .map(problem -> name.substring(name.indexOf(' ')) + problem)
                                .toList(),
                        PublishedSchemas::both));
        return found;
    }

    private static Map<String, List<String>> run(Map<String, JsonNode> resources) {
        try {
            Path program = FOLDER.resolve("validate.js");
            Files.write(program, Files.readAllBytes(PROGRAM));
            Path file = Files.createTempFile(FOLDER, "resources", ".json");
            JSON.writeValue(file.toFile(), resources);
            String answer =
                    Command.run("node", program.toString(), file.toString()).orThrow("validate.js");
            Files.delete(file);
            return JSON.readValue(answer, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> both(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
