package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.greenlang.patroni.monitor.rule.checklist.Baseline;
import io.greenlang.patroni.monitor.rule.checklist.Baseline.Member;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Kind;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code preflight --json} left. Somebody may have edited, cut or mixed it up.
 *
 * @param text as it was written
 */
public record SavedBaseline(String text, Map<String, Baseline> byCluster) {
    /** Keeps no name of a field once it has read it. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public SavedBaseline {
        byCluster = Collections.unmodifiableMap(new LinkedHashMap<>(byCluster));
    }

    /** What is wrong with it, in one line. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String wrong) {
            super(wrong);
        }
    }

    /** @throws Unusable whose message begins with the file's name */
    public static SavedBaseline read(Path file) throws Unusable {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new Unusable(file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw new Unusable(file + ": is no text in UTF-8");
        } catch (IOException e) {
            throw new Unusable(file + ": can't be read: " + e.getMessage());
        } catch (Unusable e) {
            throw new Unusable(file + ": " + e.getMessage());
        }
    }

    static SavedBaseline parse(String text) throws Unusable {
        try {
            return new SavedBaseline(text, clusters(JSON.readTree(text)));
        } catch (JsonProcessingException e) {
            JsonLocation broken = e.getLocation();
            String place = broken == null ? "" : "line " + broken.getLineNr() + ": ";
            throw new Unusable("is no JSON: " + place + e.getOriginalMessage());
        } catch (Wrong e) {
            throw new Unusable(e.getMessage());
        }
    }

    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String what) {
            super(what);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    private static Map<String, Baseline> clusters(JsonNode root) throws Wrong {
        String kind = root.path("kind").asText("");
        if (!kind.equals(Kind.PREFLIGHT.label())) {
            throw new Wrong("was not written by preflight --json: "
                    + (kind.isEmpty() ? "it has no kind" : "its kind is " + kind));
        }
        int format = root.path("format").asInt(0);
        if (format != ChecklistJson.FORMAT) {
            throw new Wrong("has format %d; this version reads format %d".formatted(format, ChecklistJson.FORMAT));
        }
        Map<String, Baseline> clusters = new LinkedHashMap<>();
        for (JsonNode cluster : array(root, "clusters")) {
            Baseline baseline = baseline(cluster);
            clusters.put(baseline.cluster(), baseline);
        }
        return clusters;
    }

    private static Baseline baseline(JsonNode cluster) throws Wrong {
        JsonNode seen = cluster.path("baseline");
        List<Member> members = new ArrayList<>();
        for (JsonNode member : array(seen, "members")) {
            members.add(new Member(required(member, "member"), number(member, "connections")));
        }
        return new Baseline(
                required(cluster, "cluster"),
                moment(required(cluster, "at")),
                seen.path("system_identifier").textValue(),
                seen.path("leader").textValue(),
                number(seen, "timeline"),
                members,
                seen.path("databases").isArray() ? texts(seen.path("databases")) : null);
    }

    private static JsonNode array(JsonNode node, String field) throws Wrong {
        if (!node.path(field).isArray()) {
            throw new Wrong("lacks the list \"" + field + "\"");
        }
        return node.path(field);
    }

    private static String required(JsonNode node, String field) throws Wrong {
        String text = node.path(field).textValue();
        if (text == null) {
            throw new Wrong("lacks the text \"" + field + "\"");
        }
        return text;
    }

    private static @Nullable Integer number(JsonNode node, String field) {
        return node.path(field).isInt() ? Integer.valueOf(node.path(field).intValue()) : null;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Instant moment(String text) throws Wrong {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Wrong("\"at\" is no moment: " + text);
        }
    }
}
