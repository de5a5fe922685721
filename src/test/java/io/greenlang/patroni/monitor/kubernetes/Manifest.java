package io.greenlang.patroni.monitor.kubernetes;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A Kubernetes resource, as it stands in a file or in what Kustomize makes. */
record Manifest(JsonNode json) {
    private static final ObjectMapper YAML = new YAMLMapper();

    static List<Manifest> parse(String yaml) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            List<Manifest> manifests = new ArrayList<>();
            documents.forEachRemaining(document -> manifests.add(new Manifest(document)));
            return manifests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String kind() {
        return text("/kind");
    }

    String name() {
        return text("/metadata/name");
    }

    /** Whether the Prometheus Operator reads it, and not Kubernetes. */
    boolean isOfTheOperator() {
        return text("/apiVersion").startsWith("monitoring.coreos.com/");
    }

    JsonNode at(String pointer) {
        return json.at(pointer);
    }

    /** Empty where nothing is. */
    String text(String pointer) {
        return json.at(pointer).asText();
    }

    Map<String, String> texts(String pointer) {
        return texts(json.at(pointer));
    }

    static Map<String, String> texts(JsonNode map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    Stream<JsonNode> each(String pointer) {
        return each(json.at(pointer));
    }

    /** A copy with another value in one place; null takes away what is there. */
    Manifest with(String pointer, JsonNode value) {
        JsonNode copy = json.deepCopy();
        JsonPointer place = JsonPointer.compile(pointer);
        JsonNode parent = copy.at(place.head());
        if (parent.isMissingNode()) {
            throw new IllegalArgumentException(this + " has no " + place.head());
        }
        String last = place.last().getMatchingProperty();
        if (parent instanceof ArrayNode list) {
            list.set(place.last().getMatchingIndex(), value);
        } else if (value == null) {
            ((ObjectNode) parent).remove(last);
        } else {
            ((ObjectNode) parent).set(last, value);
        }
        return new Manifest(copy);
    }

    @Override
    public String toString() {
        return kind() + "/" + name();
    }
}
