package io.greenlang.patroni.monitor;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The packages, lowest first, and what each may use. Who comes first can't use who comes later: arrows run one way. */
final class Layers {
    static final String ROOT = "io.greenlang.patroni.monitor.";

    /** Has its description and nothing else. */
    private static final String HOUSE = "io.greenlang.patroni.monitor";

    private final Map<String, Set<String>> uses = new LinkedHashMap<>();

    private Layers() {
        layer("model");
        layer("time", "model");
        layer("log");
        layer("config", "model");
        layer("certificate", "model", "config");
        layer("net", "model", "config", "certificate");
        layer("source.document", "model", "time", "config", "net");
        layer("source.patroni", "model", "time", "config", "net", "source.document");
        layer("source.dcs", "model", "time", "config", "net", "source.document");
        layer("source.postgres", "model", "time", "config", "certificate");
        layer("source.endpoint", "model", "config", "source.postgres");
        layer("source.disk", "model", "config", "net");
        layer("correlate", "model");
        layer(
                "poll",
                "model",
                "time",
                "config",
                "certificate",
                "source.patroni",
                "source.postgres",
                "source.endpoint",
                "source.disk",
                "source.dcs",
                "correlate");
        layer("rule", "model", "config");
        layer("trend", "model", "config", "rule");
        layer("event", "model", "config", "rule");
        layer("incident", "model", "config", "rule", "event");
        layer("availability", "model", "config", "rule", "event");
        layer("memory", "event");
        layer("export.prometheus", "model", "config", "rule", "event");
        layer(
                "export.http",
                "model",
                "time",
                "config",
                "certificate",
                "rule",
                "trend",
                "event",
                "incident",
                "availability");
        layer("export.text", "model", "config", "rule", "event", "incident", "availability");
        layer("export.alertmanager", "model", "time", "config", "rule", "net");
        layer("generate", "model", "config", "rule", "event", "export.prometheus");
        layer("app", uses.keySet().toArray(String[]::new));
    }

    static Layers ofTheHouse() {
        return new Layers();
    }

    private void layer(String name, String... used) {
        if (!uses.keySet().containsAll(List.of(used))) {
            throw new IllegalArgumentException(name + " uses what is not below it: " + List.of(used));
        }
        uses.put(name, new LinkedHashSet<>(List.of(used)));
    }

    ArchRule rule() {
        LayeredArchitecture layers = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .ensureAllClassesAreContainedInArchitectureIgnoring(HOUSE);
        for (String name : uses.keySet()) {
            layers = layers.layer(name).definedBy(ROOT + name + "..");
        }
        for (Map.Entry<String, Set<String>> layer : uses.entrySet()) {
            LayeredArchitecture.LayerDependencySpecification may = layers.whereLayer(layer.getKey());
            layers = layer.getValue().isEmpty()
                    ? may.mayNotAccessAnyLayer()
                    : may.mayOnlyAccessLayers(layer.getValue().toArray(String[]::new));
        }
        return layers;
    }

    /** In Mermaid. An arrow that others make up is left out. */
    String picture() {
        return uses.keySet().stream()
                .sorted((one, other) -> rank(other) - rank(one))
                .flatMap(user -> uses.get(user).stream()
                        .filter(used -> uses.get(user).stream()
                                .noneMatch(between -> uses.get(between).contains(used)))
                        .map(used -> "  " + user + " --> " + used + "\n"))
                .collect(Collectors.joining("", "```mermaid\nflowchart TD\n", "```\n"));
    }

    private int rank(String name) {
        return List.copyOf(uses.keySet()).indexOf(name);
    }
}
