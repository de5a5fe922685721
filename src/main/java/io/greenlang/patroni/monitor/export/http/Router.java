package io.greenlang.patroni.monitor.export.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds who answers a request, and answers itself when nobody does. The only context of the server: the JDK's own
 * matching takes every longer path for a match.
 */
final class Router implements HttpHandler {
    private static final Logger logger = LoggerFactory.getLogger(Router.class);

    private final Function<String, Optional<Endpoint>> endpoints;
    private final AccessGuard guard;

    Router(Function<String, Optional<Endpoint>> endpoints, AccessGuard guard) {
        this.endpoints = endpoints;
        this.guard = guard;
    }

    /** Catches everything: what escapes leaves the client without an answer, and an Error even without a close. */
    @Override
    public void handle(HttpExchange exchange) {
        try {
            route(exchange);
        } catch (IOException e) {
            logger.debug("client went away", e);
        } catch (RuntimeException | Error e) {
            logger.atError()
                    .setCause(e)
                    .addKeyValue("path", exchange.getRequestURI().getPath())
                    .log("request failed");
            sorry(exchange);
        } finally {
            exchange.close();
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        Optional<Endpoint> found = endpoints.apply(exchange.getRequestURI().getPath());
        if (!found.map(Endpoint::open).orElse(false) && !guard.admits(exchange)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", AccessGuard.CHALLENGE);
            Reply.text(401, "user or password is missing or wrong").send(exchange);
            return;
        }
        if (found.isEmpty()) {
            Reply.text(404, "not found").send(exchange);
            return;
        }
        Endpoint endpoint = found.get();
        if (!endpoint.methods().contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", endpoint.allow());
            Reply.text(405, "method not allowed").send(exchange);
            return;
        }
        endpoint.handler().handle(exchange);
    }

    private static void sorry(HttpExchange exchange) {
        boolean isCommitted = exchange.getResponseCode() != -1;
        if (isCommitted) {
            return;
        }
        try {
            Reply.text(500, "internal error, see the log").send(exchange);
        } catch (IOException e) {
            logger.debug("client went away", e);
        }
    }
}
