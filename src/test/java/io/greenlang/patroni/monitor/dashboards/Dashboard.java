package io.greenlang.patroni.monitor.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One file below {@code dashboards/}, as Grafana reads it. */
record Dashboard(Path file, JsonNode json) {
    private static final Path FOLDER = Path.of("dashboards");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** All of them, by name. */
    static List<Dashboard> shipped() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Dashboard::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Dashboard shipped(String uid) {
        return read(FOLDER.resolve(uid + ".json"));
    }

    private static Dashboard read(Path file) {
        try {
            return new Dashboard(file, JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uid() {
        return json.path("uid").asText();
    }

    String title() {
        return json.path("title").asText();
    }

    /** What Grafana puts behind the uid in an address. */
    String slug() {
        return title().toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** Without the rows. */
    List<Panel> panels() {
        return panelsAndRows().stream()
                .filter(panel -> !isRow(panel))
                .map(panel -> new Panel(uid(), panel))
                .toList();
    }

    /** Panels and rows, in the order of the file, with the panels of folded rows behind these. */
    List<JsonNode> panelsAndRows() {
        return items(json.path("panels"))
                .flatMap(panel -> Stream.concat(Stream.of(panel), items(panel.path("panels"))))
                .toList();
    }

    /** What is to be seen before somebody unfolds a row. */
    List<JsonNode> open() {
        return items(json.path("panels")).toList();
    }

    static boolean isRow(JsonNode panel) {
        return panel.path("type").asText().equals("row");
    }

    List<PanelQuery> queries() {
        return panels().stream().flatMap(panel -> panel.queries().stream()).toList();
    }

    List<JsonNode> variables() {
        return items(json.path("templating").path("list")).toList();
    }

    /** Variables that ask Prometheus. */
    List<JsonNode> queriedVariables() {
        return variables().stream()
                .filter(variable -> variable.path("type").asText().equals("query"))
                .toList();
    }

    /** Annotations that ask Prometheus, without the one for notes that people make in Grafana. */
    List<JsonNode> annotations() {
        return items(json.path("annotations").path("list"))
                .filter(Predicate.not(annotation -> annotation.has("builtIn")))
                .toList();
    }

    /** Every address that a click can lead to. */
    List<String> urls() {
        List<String> urls = new ArrayList<>();
        json.findValues("url").forEach(url -> urls.add(url.asText()));
        urls.removeIf(String::isEmpty);
        return urls;
    }

    static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public String toString() {
        return uid();
    }
}
