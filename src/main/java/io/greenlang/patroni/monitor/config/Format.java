package io.greenlang.patroni.monitor.config;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The way from the text of a scalar to a value. Text, because what comes from the environment is never anything else.
 *
 * @param allowed what may be written, in words
 */
record Format<T>(String allowed, Parser<T> parser) {
    private static final Set<String> OFF = Set.of("off", "false", "no");

    interface Parser<T> {
        T parse(String text) throws Refused;
    }

    T parse(String text) throws Refused {
        return parser.parse(text);
    }

    <R> Format<R> map(Function<T, R> view) {
        return new Format<>(allowed, text -> view.apply(parse(text)));
    }

    /** The same, with a word for "none". */
    Format<Optional<T>> orOff() {
        return new Format<>(
                allowed + ", or off", text -> OFF.contains(text) ? Optional.empty() : Optional.of(parse(text)));
    }
}
