package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.ClusterParser;
import io.greenlang.patroni.monitor.source.document.ConfigParser;
import io.greenlang.patroni.monitor.source.document.HistoryParser;
import io.greenlang.patroni.monitor.source.document.RestAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import okio.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes a node sends: each parser answers, or gives its own signal. */
class ParserMutationTest {
    private static final int MUTANTS_PER_SAMPLE = 400;
    private static final List<String> FRAGMENTS = List.of(
            "null",
            "-1",
            "1e400",
            "99999999999999999999",
            "\"\"",
            "\"unknown\"",
            "{}",
            "[]",
            "true",
            "\\u0000",
            "0.5",
            "\"0/0\"",
            "{\"a\":",
            "]",
            "}",
            ",",
            "\"",
            "\ud83d\udc18");
    private static final List<Parser> PARSERS = List.of(
            StatusParser::parse,
            json -> ClusterParser.parse(
                    json, new ClusterParser.Admission(RestAddress::baseOf, InputLimits.DEFAULTS, Set.of())),
            json -> HistoryParser.parse(json, 1000),
            ConfigParser::parse);

    static List<String> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noParserThrowsAnythingButItsSignal(String sample) {
        Set<FailureKind> kinds = EnumSet.noneOf(FailureKind.class);
        for (int seed = 0; seed < MUTANTS_PER_SAMPLE; seed++) {
            ByteString mutant = mutate(Samples.bytes(sample), new SplittableRandom(seed));
            for (Parser parser : PARSERS) {
                try {
                    assertThat(parser.parse(Samples.json(mutant))).isNotNull();
                } catch (UnusableAnswerException e) {
                    kinds.add(e.kind());
                } catch (RuntimeException e) {
                    fail("%s with seed %d: %s".formatted(sample, seed, mutant.utf8()), e);
                }
            }
        }
        assertThat(kinds).isSubsetOf(FailureKind.BAD_ANSWER, FailureKind.CUT).contains(FailureKind.BAD_ANSWER);
    }

    private static ByteString mutate(ByteString sample, SplittableRandom random) {
        byte[] bytes = sample.toByteArray();
        if (random.nextBoolean()) {
            return replaceValue(sample.utf8(), random);
        }
        for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return ByteString.of(bytes, 0, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
    }

    /** Mostly stays JSON, so that the parsers see odd types and not only broken text. */
    private static ByteString replaceValue(String json, SplittableRandom random) {
        int from = random.nextInt(json.length());
        int colon = Math.max(json.indexOf(':', from), 0);
        int end = colon;
        while (end < json.length() && ",\n".indexOf(json.charAt(end)) < 0) {
            end++;
        }
        String fragment = FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
        return ByteString.encodeUtf8(json.substring(0, colon + 1) + fragment + json.substring(end));
    }

    private interface Parser {
        Object parse(JsonNode json) throws UnusableAnswerException;
    }
}
