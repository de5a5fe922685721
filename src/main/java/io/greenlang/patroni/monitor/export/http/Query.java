package io.greenlang.patroni.monitor.export.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, each with all of its values in their order. */
record Query(Map<String, List<String>> values) {
    /** @throws IllegalArgumentException when it is not encoded as it has to be */
    static Query of(@Nullable String raw) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            values.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
        }
        return new Query(values);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The last one where it is given several times. */
    Optional<String> one(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** @throws IllegalArgumentException when there is another one than these; for people */
    void refuseOthersThan(Set<String> parameters) {
        for (String name : values.keySet()) {
            if (!name.isEmpty() && !parameters.contains(name)) {
                throw new IllegalArgumentException("\"%s\" is not a parameter. Allowed: %s"
                        .formatted(name.replaceAll("\\p{Cntrl}", " "), String.join(", ", new TreeSet<>(parameters))));
            }
        }
    }

    /** @throws IllegalArgumentException when {@code value} does; says of which parameter it is */
    static <T> T said(String parameter, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(parameter + ": " + e.getMessage(), e);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
