package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.export.http.server.Answering;
import io.greenlang.patroni.monitor.export.http.server.Call;
import io.greenlang.patroni.monitor.export.http.server.ServerResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds who answers a request, and answers itself when nobody does. Safe for concurrent use. */
final class Router implements Answering {
    private static final Logger logger = LoggerFactory.getLogger(Router.class);

    private final Function<String, Optional<Endpoint>> endpoints;
    private final AccessGuard guard;
    private final Executor pages;

    /** @param pages where pages are rendered */
    Router(Function<String, Optional<Endpoint>> endpoints, AccessGuard guard, Executor pages) {
        this.endpoints = endpoints;
        this.guard = guard;
        this.pages = pages;
    }

    @Override
    public Decision decide(Call call) {
        try {
            return route(call);
        } catch (RuntimeException | Error e) {
            return Decision.now(failed(call, e));
        }
    }

    private Decision route(Call call) {
        Optional<Endpoint> found = endpoints.apply(call.path());
        if (!found.map(Endpoint::open).orElse(false) && !guard.admits(call)) {
            return now(Reply.text(401, "user or password is missing or wrong")
                    .with("WWW-Authenticate", AccessGuard.CHALLENGE));
        }
        if (found.isEmpty()) {
            return now(Reply.text(404, "not found"));
        }
        Endpoint endpoint = found.get();
        if (!endpoint.methods().contains(call.method())) {
            return now(Reply.text(405, "method not allowed").with("Allow", endpoint.allow()));
        }
        if (CrossSite.isForged(call)) {
            return now(Reply.text(403, "refused: the request comes from a page of another site"));
        }
        return new Decision(endpoint.maxBody(), body -> begin(endpoint, call, body));
    }

    private CompletionStage<ServerResponse> begin(Endpoint endpoint, Call call, byte[] body) {
        try {
            return endpoint.handling().begin(call, body, pages).exceptionally(e -> failed(call, e));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Reply.text(503, "too many pages are waited for; try again")
                    .with("Retry-After", "1")
                    .answer());
        } catch (RuntimeException | Error e) {
            return CompletableFuture.completedFuture(failed(call, e));
        }
    }

    private static Decision now(Reply reply) {
        return Decision.now(reply.answer());
    }

    private static ServerResponse failed(Call call, Throwable failure) {
        Throwable bug =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        logger.atError().setCause(bug).addKeyValue("path", call.path()).log("request failed");
        return Reply.text(500, "internal error, see the log").answer();
    }
}
