package io.greenlang.patroni.monitor.source.patroni;

import static io.greenlang.patroni.monitor.net.UnusableAnswerException.badAnswer;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.io.IOException;
import java.util.List;
import okio.ByteString;

/**
 * From bytes to a JSON tree. Patroni sends no {@code Content-Length}, so that only the end of the JSON tells whether the
 * answer is complete. Messages never quote JSON: {@code /config} may hold passwords. Python writes {@code NaN} and
 * {@code Infinity}, which somebody may have typed as a tag.
 */
final class JsonBody {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final List<String> WORDS = List.of("true", "false", "null");
    private static final int QUOTED_BYTES = 40;

    private JsonBody() {}

    static JsonNode parse(ByteString body) throws UnusableAnswerException {
        if (body.size() == 0) {
            throw new UnusableAnswerException(FailureKind.CUT, "headers, but no body");
        }
        if (body.getByte(0) != '{' && body.getByte(0) != '[') {
            String start =
                    body.substring(0, Math.min(body.size(), QUOTED_BYTES)).utf8();
            throw badAnswer("no JSON, starts with \"" + Excerpt.of(start) + "\"");
        }
        try {
            return MAPPER.readTree(body.toByteArray());
        } catch (JsonProcessingException e) {
            if (endedEarly(e, body)) {
                throw new UnusableAnswerException(FailureKind.CUT, "JSON ends after " + body.size() + " bytes");
            }
            throw badAnswer("no JSON, broken at byte " + offset(e));
        } catch (IOException e) {
            throw badAnswer("no JSON, not even text");
        }
    }

    /** To Jackson, half a {@code true} at the very end is a bad token. */
    private static boolean endedEarly(JsonProcessingException e, ByteString body) {
        if (e instanceof JsonEOFException) {
            return true;
        }
        long broken = offset(e);
        if (broken < 0 || broken > body.size()) {
            return false;
        }
        String rest = body.substring((int) broken).utf8();
        return WORDS.stream().anyMatch(word -> word.startsWith(rest));
    }

    private static long offset(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? -1 : location.getByteOffset();
    }
}
