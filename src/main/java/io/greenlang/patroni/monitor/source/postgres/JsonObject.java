package io.greenlang.patroni.monitor.source.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.model.Lsn;
import java.sql.SQLDataException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Strict reading of an object that we asked for ourselves. Everything throws {@link IllegalArgumentException} for a field that
 * is absent or of another type; null is allowed where the name says so.
 */
record JsonObject(JsonNode node) {
    /** Keeps no name of a field once it has read it. */
    static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build());

    /** PostgreSQL's own names have at most 63 bytes. Something else may answer in its place. */
    private static final int LONGEST_TEXT = 512;

    private static final int MOST_NAMES = 50;

    /** @throws SQLDataException when it isn't the object that the reader takes */
    static <T> T read(String json, Function<JsonObject, T> reader) throws SQLDataException {
        try {
            return reader.apply(new JsonObject(MAPPER.readTree(json)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new SQLDataException("unexpected answer", e);
        }
    }

    JsonNode get(String field) {
        return node.required(field);
    }

    JsonObject object(String field) {
        return new JsonObject(expect(field, get(field).isObject()));
    }

    boolean isNull(String field) {
        return get(field).isNull();
    }

    <T> List<T> list(String field, Function<JsonObject, T> element) {
        return listOf(expect(field, get(field).isArray()), element);
    }

    /** The first of them, at most so many. */
    <T> List<T> list(String field, int most, Function<JsonObject, T> element) {
        JsonNode array = expect(field, get(field).isArray());
        return StreamSupport.stream(array.spliterator(), false)
                .limit(most)
                .map(JsonObject::new)
                .map(element)
                .toList();
    }

    List<Integer> integers(String field) {
        JsonNode array = expect(field, get(field).isArray());
        return StreamSupport.stream(array.spliterator(), false)
                .peek(element -> expect(field, element.isIntegralNumber() && element.canConvertToInt()))
                .map(JsonNode::intValue)
                .toList();
    }

    static <T> List<T> listOf(JsonNode array, Function<JsonObject, T> element) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonObject::new)
                .map(element)
                .toList();
    }

    List<String> names() {
        Iterable<String> names = node::fieldNames;
        return StreamSupport.stream(names.spliterator(), false)
                .limit(MOST_NAMES)
                .toList();
    }

    boolean bool(String field) {
        return expect(field, get(field).isBoolean()).booleanValue();
    }

    String text(String field) {
        return cut(expect(field, get(field).isTextual()).textValue());
    }

    static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    int integer(String field) {
        return expect(field, get(field).isIntegralNumber() && get(field).canConvertToInt())
                .intValue();
    }

    long number(String field) {
        return expect(field, get(field).isIntegralNumber() && get(field).canConvertToLong())
                .longValue();
    }

    /** Of an integer of any size. */
    String digits(String field) {
        return expect(field, get(field).isIntegralNumber()).asText();
    }

    Instant instant(String field) {
        return Instant.EPOCH.plus(number(field), ChronoUnit.MICROS);
    }

    @Nullable String textOrNull(String field) {
        return isNull(field) ? null : text(field);
    }

    @Nullable Integer integerOrNull(String field) {
        return isNull(field) ? null : Integer.valueOf(integer(field));
    }

    @Nullable Long numberOrNull(String field) {
        return isNull(field) ? null : Long.valueOf(number(field));
    }

    @Nullable Instant instantOrNull(String field) {
        return isNull(field) ? null : instant(field);
    }

    @Nullable Duration durationOrNull(String field) {
        return isNull(field) ? null : Duration.of(number(field), ChronoUnit.MICROS);
    }

    @Nullable Lsn lsnOrNull(String field) {
        return isNull(field) ? null : Lsn.parse(text(field));
    }

    private JsonNode expect(String field, boolean typeFits) {
        if (!typeFits) {
            throw new IllegalArgumentException("\"" + field + "\" is " + get(field));
        }
        return get(field);
    }
}
