package io.greenlang.patroni.monitor.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A parser of foreign input, as both drivers run it.
 *
 * @param name one word, which also names the corpus's directory
 * @param samples valid inputs, which the mutations start from; at least one
 * @param signal what the parser declares to throw for input that it can't use
 * @param baseBytes what one parse may allocate whatever the input
 */
public record FuzzTarget(
        String name, List<byte[]> samples, Class<? extends Exception> signal, long baseBytes, Parser parser) {
    /** {@link #signal} of a parser that throws for no input. */
    public static final Class<? extends Exception> NONE = NoSignal.class;

    private static final long USUAL_BASE = 128 << 10;

    public FuzzTarget {
        samples = List.copyOf(samples);
    }

    /** One parse; the result is only looked at by the parser itself. */
    public interface Parser {
        void parse(byte[] input) throws Exception;
    }

    /** One parse of what was sent as UTF-8; what is not becomes U+FFFD. */
    public interface TextParser {
        void parse(String input) throws Exception;
    }

    public static FuzzTarget ofBytes(
            String name, Class<? extends Exception> signal, List<byte[]> samples, Parser parser) {
        return new FuzzTarget(name, samples, signal, USUAL_BASE, parser);
    }

    public static FuzzTarget ofText(
            String name, Class<? extends Exception> signal, List<String> samples, TextParser parser) {
        List<byte[]> bytes = samples.stream()
                .map(sample -> sample.getBytes(StandardCharsets.UTF_8))
                .toList();
        return ofBytes(name, signal, bytes, input -> parser.parse(new String(input, StandardCharsets.UTF_8)));
    }

    public FuzzTarget withBaseBytes(long bytes) {
        return new FuzzTarget(name, samples, signal, bytes, parser);
    }

    @Override
    public String toString() {
        return name;
    }

    private static final class NoSignal extends Exception {
        private static final long serialVersionUID = 1;
    }
}
