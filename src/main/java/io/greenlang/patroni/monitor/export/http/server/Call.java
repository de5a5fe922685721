package io.greenlang.patroni.monitor.export.http.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked, without its body.
 *
 * @param path decoded
 * @param query as it came; null when there is none
 * @param headers by name, in any case
 */
public record Call(String method, String path, @Nullable String query, Headers headers) {
    /** The headers of a request. */
    @FunctionalInterface
    public interface Headers {
        /** Every value of that name, in the order in which they came; empty when there is none. */
        List<String> all(String name);
    }

    /** The first value of a header; null when it is missing. */
    public @Nullable String header(String name) {
        List<String> all = headers.all(name);
        return all.isEmpty() ? null : all.get(0);
    }

    /** All values of a header that is a list; null when it is missing. */
    public @Nullable String list(String name) {
        List<String> all = headers.all(name);
        return all.isEmpty() ? null : String.join(",", all);
    }
}
