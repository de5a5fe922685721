package io.greenlang.patroni.monitor.source.document;

import static io.greenlang.patroni.monitor.net.UnusableAnswerException.badAnswer;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.TagValue;
import io.greenlang.patroni.monitor.model.TagValue.Kind;
import io.greenlang.patroni.monitor.model.Tags;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object as Patroni writes them. What is absent, null or of another type than expected is null
 * here: forks and later versions may not break a poll.
 *
 * @param node any JSON; every field of what is no object is absent
 */
public record JsonFields(JsonNode node) {
    /** Of an object whose keys anybody may choose; also how many of them are read. */
    public static final int LONGEST_KEY = 64;

    public static final int MOST_KEYS = 64;

    private static final int LONGEST_CONTAINER = 200;
    private static final Set<String> OF_PATRONI = Set.of(
            "nofailover",
            "failover_priority",
            "nosync",
            "sync_priority",
            "nostream",
            "replicatefrom",
            "clonefrom",
            "noloadbalance");

    public JsonNode get(String field) {
        return node.path(field);
    }

    public JsonFields object(String field) {
        return new JsonFields(node.path(field));
    }

    public @Nullable String text(String field) {
        return node.path(field).textValue();
    }

    /** Like {@link #text}, with "" counting as absent. */
    public @Nullable String nonEmptyText(String field) {
        String text = text(field);
        return text == null || text.isEmpty() ? null : text;
    }

    /** A field that every version of Patroni writes. */
    public String requiredText(String field) throws UnusableAnswerException {
        String text = text(field);
        if (text == null) {
            throw badAnswer("no text in \"" + field + "\", which every version of Patroni writes");
        }
        return text;
    }

    /** Patroni writes most flags only when they are true. */
    public boolean isTrue(String field) {
        return node.path(field).isBoolean() && node.path(field).booleanValue();
    }

    public @Nullable Long wholeNumber(String field) {
        return wholeNumber(node.path(field));
    }

    public static @Nullable Long wholeNumber(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
    }

    public @Nullable Integer positiveInt(String field) {
        Long number = wholeNumber(field);
        return number == null || number < 1 || number > Integer.MAX_VALUE ? null : number.intValue();
    }

    /** A position, in bytes. 0 is PostgreSQL's invalid position, so it is no position. */
    public @Nullable Lsn byteLsn(String field) {
        Long bytes = wholeNumber(field);
        return bytes == null || bytes < 1 ? null : new Lsn(bytes);
    }

    /** A position in PostgreSQL's text form; null for "unknown" and for {@code 0/0}. */
    public @Nullable Lsn textLsn(String field) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            Lsn lsn = Lsn.parse(text);
            return lsn.bytes() == 0 ? null : lsn;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Tags may have values of any JSON type. Where there are many, those that Patroni reads itself come first. */
    public Tags tags() {
        Map<String, TagValue> tags = new HashMap<>();
        node.path("tags").properties().stream()
                .filter(tag -> tag.getKey().length() <= LONGEST_KEY)
                .sorted(Comparator.comparing(tag -> !OF_PATRONI.contains(tag.getKey())))
                .limit(MOST_KEYS)
                .forEach(tag -> tags.put(tag.getKey(), tag(tag.getValue())));
        return new Tags(tags);
    }

    /** JSON has no infinity: what Python writes for it is no number to anybody, and true. */
    private static TagValue tag(JsonNode value) {
        Kind kind = switch (value.getNodeType()) {
            case NUMBER ->
                value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue()) ? Kind.TEXT : Kind.NUMBER;
            case BOOLEAN -> value.booleanValue() ? Kind.TRUE : Kind.FALSE;
            case NULL -> Kind.NULL;
            case ARRAY -> Kind.LIST;
            case OBJECT -> Kind.OBJECT;
            default -> Kind.TEXT;
        };
        return new TagValue(kind, kind == Kind.TEXT ? value.asText() : shortened(value));
    }

    /** A list or an object is only shown. */
    private static String shortened(JsonNode value) {
        String json = value.toString();
        return value.isContainerNode() && json.length() > LONGEST_CONTAINER
                ? json.substring(0, LONGEST_CONTAINER) + "…"
                : json;
    }
}
