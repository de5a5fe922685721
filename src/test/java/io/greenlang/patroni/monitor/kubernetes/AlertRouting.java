package io.greenlang.patroni.monitor.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the Prometheus Operator is told is what {@code alerts/} has for those without it. */
final class AlertRouting {
    private static final Path RULES = Path.of("alerts/patroni-monitor.rules.yml");
    private static final Path ROUTES = Path.of("alerts/alertmanager.yml");
    private static final ObjectMapper YAML = new YAMLMapper();

    /** The operator makes the first route one of several; this keeps other people's alerts out of it. */
    private static final JsonNode OURS = read("[{name: alertname, matchType: '=~', value: Patroni.+}]");

    private AlertRouting() {}

    static List<String> problems(Installation installation) {
        List<String> problems = new ArrayList<>();
        installation.all("PrometheusRule").forEach(rule -> {
            if (!rule.at("/spec").equals(read(text(RULES)))) {
                problems.add(rule + " is not " + RULES);
            }
        });
        installation.all("AlertmanagerConfig").forEach(config -> {
            JsonNode wanted = OperatorRoutes.of(text(ROUTES));
            for (String part : List.of("route", "receivers", "inhibitRules")) {
                JsonNode found = config.at("/spec/" + part).deepCopy();
                if (part.equals("route")) {
                    problems.addAll(withoutOurs(config, (ObjectNode) found));
                }
                if (!found.equals(wanted.get(part))) {
                    problems.add("%s: %s of %s would be%n%s%nand is%n%s"
                            .formatted(config, part, ROUTES, wanted.get(part), found));
                }
            }
        });
        return problems;
    }

    private static List<String> withoutOurs(Manifest config, ObjectNode route) {
        return OURS.equals(route.remove("matchers"))
                ? List.of()
                : List.of(config + " takes other people's alerts, too");
    }

    /**
     * The resource, and once more for each route below the first one, in its place. No schema looks into those: the resource's
     * definition can't refer to itself, so they are of any type there.
     */
    static List<Manifest> eachRouteAtTheTop(Manifest manifest) {
        List<Manifest> all = new ArrayList<>(List.of(manifest));
        if (manifest.kind().equals("AlertmanagerConfig")) {
            manifest.each("/spec/route/routes")
                    .forEach(route -> all.addAll(eachRouteAtTheTop(manifest.with("/spec/route", route))));
        }
        return all;
    }

    static JsonNode read(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
