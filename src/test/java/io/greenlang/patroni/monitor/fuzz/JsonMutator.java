package io.greenlang.patroni.monitor.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Changes some values of a JSON document, which mostly stays JSON. Not for concurrent use. */
final class JsonMutator {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LARGE_EVERY = 100;
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1",
            "0.5",
            "1e400",
            "-1e400",
            "1e-400",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "-9223372036854775808",
            "18446744073709551615",
            "1" + "0".repeat(900),
            "1." + "0".repeat(900) + "1",
            "1E+99999",
            "NaN",
            "-Infinity",
            "\"\"",
            "\" \"",
            "\"unknown\"",
            "\"0/0\"",
            "\"1/\"",
            "\"80000000/0\"",
            "\"true\"",
            "\"-1\"",
            "\"1e9\"",
            "\"0x0\"",
            "\"\\u0000\"",
            "\"\\u202e\\u001b[2J\"",
            "\"\\ud800\"",
            "\"\\ud83d\\udc18\"",
            "\"2026-02-30T25:61:61+99:99\"",
            "\"+999999999-12-31 23:59:59.999999999+18:00\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"http://[::1\"",
            "\"http://a:b@c:0/d?e#f\"",
            "\"https://\\u00e4.example:65536\"",
            "\"http://a.b.c./%00\"",
            "\"postgres://x\"",
            "{}",
            "[]",
            "[[]]",
            "{\"a\":{}}",
            "[null]",
            "[1,\"a\",{}]");

    private final Random random;

    JsonMutator(Random random) {
        this.random = random;
    }

    /** Empty for what is no JSON object and no list. */
    Optional<byte[]> mutated(byte[] input) {
        try {
            JsonNode tree = MAPPER.readTree(input);
            if (tree == null || !tree.isContainerNode()) {
                return Optional.empty();
            }
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                change(containers(tree));
            }
            return Optional.of(written(tree));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<JsonNode> containers(JsonNode tree) {
        List<JsonNode> found = new ArrayList<>(List.of(tree));
        for (int i = 0; i < found.size(); i++) {
            found.get(i).forEach(child -> {
                if (child.isContainerNode()) {
                    found.add(child);
                }
            });
        }
        return found;
    }

    private void change(List<JsonNode> containers) {
        JsonNode chosen = containers.get(random.nextInt(containers.size()));
        if (chosen instanceof ObjectNode object) {
            change(object);
        } else if (chosen instanceof ArrayNode array) {
            change(array);
        }
    }

    private void change(ObjectNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String key = keys.isEmpty() ? "a" : keys.get(random.nextInt(keys.size()));
        JsonNode old = object.path(key);
        switch (random.nextInt(6)) {
            case 0 -> object.remove(key);
            case 1 -> object.putRawValue(key, new RawValue(value() + "," + quoted(key) + ":" + value()));
            case 2 -> object.set(key + random.nextInt(100), old.deepCopy());
            case 3 -> many(object, key, old);
            default -> object.putRawValue(key, new RawValue(value()));
        }
    }

    private void many(ObjectNode object, String key, JsonNode value) {
        for (int i = copies(); i > 0; i--) {
            object.set(key + i, value);
        }
    }

    private void change(ArrayNode array) {
        if (array.isEmpty()) {
            array.addRawValue(new RawValue(value()));
            return;
        }
        int at = random.nextInt(array.size());
        JsonNode old = array.get(at);
        switch (random.nextInt(4)) {
            case 0 -> array.remove(at);
            case 1 -> {
                for (int i = copies(); i > 0; i--) {
                    array.add(old);
                }
            }
            default -> array.setRawValue(at, new RawValue(value()));
        }
    }

    private int copies() {
        return random.nextInt(LARGE_EVERY) == 0 ? random.nextInt(1000) : random.nextInt(5);
    }

    private String value() {
        if (random.nextInt(LARGE_EVERY) > 0) {
            return VALUES.get(random.nextInt(VALUES.size()));
        }
        int length = random.nextInt(30_000);
        return switch (random.nextInt(5)) {
            case 0 -> "[".repeat(length) + "]".repeat(length);
            case 1 -> "{\"a\":".repeat(length / 5) + "1" + "}".repeat(length / 5);
            case 2 -> "[" + "{},".repeat(length / 3) + "{}]";
            case 3 -> "9".repeat(length + 1);
            default -> "\"" + "a.".repeat(length) + "\"";
        };
    }

    private static String quoted(String key) {
        try {
            return MAPPER.writeValueAsString(key);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] written(JsonNode tree) throws JsonProcessingException {
        return MAPPER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
    }
}
