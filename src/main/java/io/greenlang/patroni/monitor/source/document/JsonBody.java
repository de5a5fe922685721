package io.greenlang.patroni.monitor.source.document;

import static io.greenlang.patroni.monitor.net.UnusableAnswerException.badAnswer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.io.IOException;
import java.util.List;
import okio.ByteString;

/**
 * From bytes to a JSON tree. Patroni sends no {@code Content-Length}, so that only the end of the JSON tells whether the
 * answer is complete. Messages never quote JSON: {@code /config} may hold passwords. Python writes {@code NaN} and
 * {@code Infinity}, which somebody may have typed as a tag. Long texts are cut. Safe for concurrent use.
 */
public final class JsonBody {
    /**
     * Of one answer. A thousand members have a quarter of them; a tree can take 30 times the bytes that it is made of, so that
     * the bytes alone are no bound.
     */
    private static final int MAX_TOKENS = 100_000;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MAX_TOKENS)
                            .maxNestingDepth(50)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final List<String> WORDS = List.of("true", "false", "null");
    private static final int QUOTED_BYTES = 40;

    private final ObjectReader reader;

    public JsonBody(InputLimits limits) {
        this.reader = MAPPER.reader().with(new CuttingFactory(limits));
    }

    /** @param mayQuote whether the message of a failure may show how the body starts */
    public JsonNode parse(ByteString body, boolean mayQuote) throws UnusableAnswerException {
        if (body.size() == 0) {
            throw new UnusableAnswerException(FailureKind.CUT, "headers, but no body");
        }
        if (body.getByte(0) != '{' && body.getByte(0) != '[') {
            String start =
                    body.substring(0, Math.min(body.size(), QUOTED_BYTES)).utf8();
            throw badAnswer(mayQuote ? "no JSON, starts with \"" + Excerpt.of(start) + "\"" : "no JSON");
        }
        try {
            // a factory keeps some thousand names of fields for ever, whatever their length
            return reader.with(reader.getFactory().copy()).readTree(body.toByteArray());
        } catch (StreamConstraintsException e) {
            throw String.valueOf(e.getMessage()).contains("nesting")
                    ? badAnswer("no JSON, nested too deeply")
                    : new UnusableAnswerException(FailureKind.TOO_LARGE, "JSON of too many values");
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

    /** Where a text is cut, the mark makes it longer than the limit, which tells that it was. */
    private static final class CuttingFactory extends JsonNodeFactory {
        private static final long serialVersionUID = 1;

        private final transient InputLimits limits;

        CuttingFactory(InputLimits limits) {
            this.limits = limits;
        }

        @Override
        public TextNode textNode(String text) {
            return super.textNode(limits.cut(text));
        }
    }
}
