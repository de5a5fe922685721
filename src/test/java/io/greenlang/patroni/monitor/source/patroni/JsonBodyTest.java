package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    static List<String> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anAnswerThatEndsAnywhereWithinIsCut(String sample) {
        String whole = Samples.bytes(sample).utf8().strip();

        for (int end = 0; end < whole.length(); end++) {
            String prefix = whole.substring(0, end);
            assertThat(failure(ByteString.encodeUtf8(prefix)).kind())
                    .as("%s cut after %s", sample, prefix)
                    .isEqualTo(FailureKind.CUT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"state\" \"running\"}",
                "{\"state\": running}",
                "{\"state\": nan}",
                "{\"state\": \"running\"} {}",
                "{\"state\": \"running\"}, and more",
                "[1, 2]]",
                "running",
                "\"running\"",
                "\u0000{}",
            })
    void whatIsNoJsonIsABadAnswer(String body) {
        assertThat(failure(ByteString.encodeUtf8(body)).kind()).isEqualTo(FailureKind.BAD_ANSWER);
    }

    /** Python writes it so where somebody typed {@code .nan} into a tag. */
    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void whatPythonWritesForANumberThatIsNoneCostsNothingElse(String number) throws UnusableAnswerException {
        assertThat(Samples.json(ByteString.encodeUtf8("{\"tags\": {\"x\": " + number + "}, \"state\": \"running\"}"))
                        .path("state")
                        .asText())
                .isEqualTo("running");
    }

    @Test
    void nestingWithoutEndIsABadAnswer() {
        assertThat(failure(ByteString.encodeUtf8("[".repeat(100_000))).kind()).isEqualTo(FailureKind.BAD_ANSWER);
    }

    @Test
    void saysHowTheForeignTextStartsInOneCleanLine() {
        assertThat(failure(ByteString.encodeUtf8("<html>\r\n<h1>Gate\u001b[31mway</h1> secret secret secret"))
                        .detail())
                .isEqualTo("no JSON, starts with \"<html> <h1>Gate [31mway</h1> secret sec\"");
    }

    @Test
    void neverQuotesWhatLooksLikeJson() {
        assertThat(failure(ByteString.encodeUtf8("{\"password\": hunter2}")).detail())
                .startsWith("no JSON, broken at byte ")
                .doesNotContain("hunter2");
    }

    private static UnusableAnswerException failure(ByteString body) {
        return catchThrowableOfType(UnusableAnswerException.class, () -> Samples.json(body));
    }
}
