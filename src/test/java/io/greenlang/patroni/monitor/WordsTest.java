package io.greenlang.patroni.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Phrases that were found to be odd, and replaced, don't come back in anything that a person reads. */
class WordsTest {
    private static final List<Path> READ = Stream.of(
                    "README.md",
                    "RATIONALE.md",
                    "CONTRIBUTING.md",
                    "Makefile",
                    "pom.xml",
                    "docs",
                    "alerts",
                    "dashboards",
                    "k8s",
                    "src/main")
            .map(Path::of)
            .toList();

    private static final Set<String> BINARY = Set.of("png", "ico", "gz");

    /** Between two words, also where a line ends and the next one of a comment begins. */
    private static final String GAP = "\\s+(?:(?:\\*|//|#|>)\\s+)?";

    private static final String CLAUSE_ENDS = "(?=\\s*(?:[.,;:)(|\"]|$))";

    private static final Pattern ODD = Stream.of(
                    "\\banew\\b",
                    "\\blately\\b",
                    "\\bseldom\\b",
                    "\\bwhoever\\b",
                    "\\bwholly\\b",
                    "\\bnobody tells\\b",
                    "\\bnobody saw\\b",
                    "\\bnot to be had\\b",
                    "\\bthrough no more\\b",
                    "\\bno more" + CLAUSE_ENDS,
                    "\\bis no member\\b",
                    "\\bis no host name\\b",
                    "(?:\\$value|%)[^.\"\n]{0,40}\\bmay have\\b",
                    "\\bnone fires\\b",
                    "\\bnone is known\\b",
                    ", as a number\\b",
                    "\\btwo histories\\b",
                    "\\bnot all well\\b",
                    "\\bPatroni does not list it\\b",
                    "\\blives on(?:(?= (?:as|and|when|while)\\b)|" + CLAUSE_ENDS + ")",
                    "\\bSIG\\{\\}")
            .map(phrase -> phrase.replace(" ", GAP))
            .collect(Collectors.collectingAndThen(
                    Collectors.joining("|"),
                    all -> Pattern.compile(all, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE)));

    @Test
    void nothingToReadHasAnOddPhrase() {
        assertThat(READ.stream().flatMap(WordsTest::files).flatMap(WordsTest::odd))
                .as("phrases to be replaced, by file and line")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begins anew",
                "what it wrote lately",
                "the code runs seldom",
                "Whoever logs",
                "and wholly so in 2 h",
                "unknown: nobody tells",
                "nobody saw it: so it would be",
                "nobody\n     * saw it",
                "SIG{} is not to be had",
                "alerts get through no more.",
                "replicas are judged no more\nand so on",
                "the role is no member of pg_monitor",
                "\"x\" is no host name",
                "has $value of the age that it may have.",
                "has 134.2 % of the age that it may have",
                "None fires, none is pending.",
                "None is known.",
                "Deadlocks, as a number.",
                "main has two histories: more than one",
                "what it holds is not all well",
                "Patroni does not list it",
                "and its PostgreSQL lives on (no watchdog)",
            })
    void findsThePhrase(String text) {
        assertThat(ODD.matcher(text).find()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holds no more than 120 of them",
                "no more members than configured",
                "each file lives on the data volume",
                "a tag counts as a number",
                "the role may have lost the privilege",
            })
    void leavesOrdinaryWordsAlone(String text) {
        assertThat(ODD.matcher(text).find()).isFalse();
    }

    private static Stream<Path> files(Path start) {
        try (Stream<Path> below = Files.walk(start)) {
            return below
                    .filter(Files::isRegularFile)
                    .filter(file -> !BINARY.contains(extension(file)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Stream<String> odd(Path file) {
        String text = read(file);
        return ODD.matcher(text).results().map(found -> {
            long line = text.substring(0, found.start()).lines().count();
            return "%s:%d: %s".formatted(file, Math.max(1, line), found.group().replaceAll("\\s+", " "));
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
