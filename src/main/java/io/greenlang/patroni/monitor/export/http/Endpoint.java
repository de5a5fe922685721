package io.greenlang.patroni.monitor.export.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What happens at one path.
 *
 * @param open answers without a password, for probes
 */
record Endpoint(Set<String> methods, boolean open, HttpHandler handler) {
    private static final Set<String> READING = Set.of("GET", "HEAD");

    static Endpoint reading(HttpHandler handler) {
        return new Endpoint(READING, false, handler);
    }

    static Endpoint page(Function<HttpExchange, Reply> page) {
        return reading(exchange -> page.apply(exchange).send(exchange));
    }

    static Endpoint probe(Supplier<Reply> probe) {
        return new Endpoint(READING, true, exchange -> probe.get().send(exchange));
    }

    static Endpoint action(Supplier<Reply> action) {
        return new Endpoint(Set.of("POST"), false, exchange -> action.get().send(exchange));
    }

    /** A POST that changes nothing: what it asks does not fit into an address. */
    static Endpoint question(Answer answer) {
        return new Endpoint(
                Set.of("POST"), false, exchange -> answer.to(exchange).send(exchange));
    }

    /** From a request with a body. */
    interface Answer {
        Reply to(HttpExchange exchange) throws IOException;
    }

    /** The value of the header {@code Allow}. */
    String allow() {
        return String.join(", ", new TreeSet<>(methods));
    }
}
