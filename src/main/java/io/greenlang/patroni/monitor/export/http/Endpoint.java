package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.export.http.server.Call;
import io.greenlang.patroni.monitor.export.http.server.ServerResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What happens at one path.
 *
 * @param open answers without a password, for probes
 * @param maxBody that is read, in bytes
 */
record Endpoint(Set<String> methods, boolean open, int maxBody, Handling handling) {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> ACTING = Set.of("POST");

    /** Must return at once; may throw. */
    interface Handling {
        /** @param pages where pages are rendered, one after the other */
        CompletionStage<ServerResponse> begin(Call call, byte[] body, Executor pages);
    }

    /** Renders elsewhere. */
    static Endpoint reading(Function<Call, CompletionStage<ServerResponse>> answer) {
        return new Endpoint(READING, false, 0, (call, body, pages) -> answer.apply(call));
    }

    static Endpoint page(Function<Call, Reply> page) {
        return new Endpoint(READING, false, 0, (call, body, pages) -> later(() -> page.apply(call), pages));
    }

    /** Answered at once, whatever else is rendered: it must be quick. */
    static Endpoint probe(Supplier<Reply> probe) {
        return new Endpoint(
                READING,
                true,
                0,
                (call, body, pages) ->
                        CompletableFuture.completedFuture(probe.get().answer()));
    }

    static Endpoint action(Supplier<Reply> action) {
        return new Endpoint(ACTING, false, 0, (call, body, pages) -> later(action, pages));
    }

    /** A POST that changes nothing: what it asks does not fit into an address. */
    static Endpoint question(int maxBody, Question question) {
        return new Endpoint(
                ACTING, false, maxBody, (call, body, pages) -> later(() -> question.answer(call, body), pages));
    }

    /** From a request with a body. */
    interface Question {
        Reply answer(Call call, byte[] body);
    }

    /** The value of the header {@code Allow}. */
    String allow() {
        return String.join(", ", new TreeSet<>(methods));
    }

    private static CompletionStage<ServerResponse> later(Supplier<Reply> reply, Executor pages) {
        return CompletableFuture.supplyAsync(() -> reply.get().answer(), pages);
    }
}
