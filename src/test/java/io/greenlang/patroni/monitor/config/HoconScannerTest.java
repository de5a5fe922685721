package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import io.greenlang.patroni.monitor.config.Written.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The scanner and the library must see the same keys on the same lines. */
class HoconScannerTest {
    private static final List<String> NAMES =
            List.of("a", "b-c", "\"x.y\"", "\"{#}\"", "included", "d.\"e = f\"", "\"\"", "9", "two words", "\"\\\"q\"");

    private static final List<String> VALUES = List.of(
            "5",
            "30s",
            "two words",
            "null",
            "\"\"",
            "\"a # b // c } ] , = \\\" ${d}\"",
            "\"\"\"one\n\"two\" } {\n# three\"\"\"\"",
            "[1, 2]",
            "[\n  \"]\", # ]\n  { a = [1] }\n  // }\n]",
            "[] [1]",
            "${?NONE} 5",
            "one/two.three-4",
            "\"a\"  \"b\"",
            "${?\"} #\".b} \"}\"");

    @Test
    void readsTheReference() throws Exception {
        String reference = Files.readString(Path.of("src/main/resources/reference.conf"));

        assertThat(scanned(reference)).isEqualTo(parsed(reference)).hasSizeGreaterThan(100);
    }

    @Test
    void readsWhatIsOddAndValid() {
        String odd = """
                \ufeff# a file in braces
                {
                  a : 1, b = 2 // c = 3
                  d
                  # between a key and its value
                  =
                  4, e { f : 5 }, g
                  {
                    h = 6 }
                  i += 7
                  j = { k = 8 } { l = 9 }\r
                  m.n."o.p".q = "ü", "r s" = t u v
                  include "none"
                  includes = x
                }
                """;

        assertThat(scanned(odd)).isEqualTo(parsed(odd)).containsEntry("d", 7).hasSize(11);
    }

    @Test
    void tellsWhatWouldBeKept() {
        assertThat(
                        HoconScanner.scan(
                                "a = 1\na = ${?A}\na += 2\na = ${a} [3]\nb { c = ${d} { e = [{ f = 1 }] } }\ninclude file(\"g\")"))
                .extracting(Written::path, Written::line, Written::kind, Written::text)
                .containsExactly(
                        tuple(List.of("a"), 1, Kind.PLAIN, ""),
                        tuple(List.of("a"), 2, Kind.SUBSTITUTION, ""),
                        tuple(List.of("a"), 3, Kind.APPENDED, ""),
                        tuple(List.of("a"), 4, Kind.SUBSTITUTION, ""),
                        tuple(List.of("b"), 5, Kind.BLOCK, ""),
                        tuple(List.of("b", "c"), 5, Kind.BLOCK, ""),
                        tuple(List.of("b", "c", "e"), 5, Kind.PLAIN, ""),
                        tuple(List.of(), 6, Kind.INCLUDE, "file(\"g\")"));
    }

    @RepeatedTest(300)
    void readsWhateverTheLibraryReads(RepetitionInfo repetition) {
        String hocon = members(new SplittableRandom(repetition.getCurrentRepetition()), 0);

        assertThat(scanned(hocon)).as(hocon).isEqualTo(parsed(hocon));
    }

    /** No key twice: each begins with a letter of its own. */
    private static String members(SplittableRandom random, int depth) {
        return IntStream.range(0, 1 + random.nextInt(5))
                .mapToObj(i -> blank(random) + (char) ('k' + i) + "." + one(random, NAMES) + blank(random)
                        + value(random, depth))
                .collect(Collectors.joining());
    }

    private static String value(SplittableRandom random, int depth) {
        if (depth < 4 && random.nextInt(3) == 0) {
            String sign = one(random, List.of("", "=", ":", ": ", "= ${?NONE} "));
            return sign + "{" + blank(random) + members(random, depth + 1) + "}" + end(random);
        }
        return one(random, List.of("=", ":", " = ", "=\n", "=\n# ,\n\t")) + one(random, VALUES) + end(random);
    }

    private static String end(SplittableRandom random) {
        return one(random, List.of("\n", ",", " ,\n", "\r\n", " # a = 1 {\n", "// \"\n", "\n\n"));
    }

    private static String blank(SplittableRandom random) {
        return one(random, List.of("", "", " ", "\t", "\n", "\u00a0", "# }\n", "//\"\n", "\r\n"));
    }

    private static String one(SplittableRandom random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static Map<String, Integer> scanned(String hocon) {
        return HoconScanner.scan(hocon).stream()
                .filter(one -> one.kind() != Kind.BLOCK && one.kind() != Kind.INCLUDE)
                .collect(Collectors.toMap(
                        one -> ConfigUtil.joinPath(one.path()), Written::line, (one, other) -> other, TreeMap::new));
    }

    /** The line of each value by its key. */
    private static Map<String, Integer> parsed(String hocon) {
        Map<String, Integer> lines = new TreeMap<>();
        collect(List.of(), ConfigFactory.parseString(hocon).resolve().root(), lines);
        return lines;
    }

    private static void collect(List<String> block, ConfigObject object, Map<String, Integer> lines) {
        object.forEach((key, value) -> {
            List<String> path = Stream.concat(block.stream(), Stream.of(key)).toList();
            if (value instanceof ConfigObject below) {
                collect(path, below, lines);
            } else {
                // of a text over several lines the library knows the last one
                int lineBreaks = (int) String.valueOf(value.unwrapped())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
                lines.put(ConfigUtil.joinPath(path), Place.of(value.origin()).line() - lineBreaks);
            }
        });
    }
}
