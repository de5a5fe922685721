package io.greenlang.patroni.monitor.source.patroni;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.JsonBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import okio.ByteString;

/** Recorded answers in {@code src/test/resources/patroni}, by path such as {@code 4.1/cluster.json}. */
final class Samples {
    private static final Path ROOT = root();

    private Samples() {}

    static ByteString bytes(String name) {
        try {
            return ByteString.of(Files.readAllBytes(ROOT.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String name) throws UnusableAnswerException {
        return json(bytes(name));
    }

    static List<String> all() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> ROOT.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        try {
            return Path.of(Samples.class.getResource("/patroni").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(ByteString body) throws UnusableAnswerException {
        return new JsonBody(InputLimits.DEFAULTS).parse(body, true);
    }
}
