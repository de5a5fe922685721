package io.greenlang.patroni.monitor.export.http;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a {@link MetricsExchange} claims to be: simpleclient's handler answers something else at {@code /-/healthy}. */
final class MetricsContext extends HttpContext {
    @Override
    public String getPath() {
        return "/metrics";
    }

    @Override
    public HttpHandler getHandler() {
        throw MetricsExchange.notUsed();
    }

    @Override
    public void setHandler(HttpHandler handler) {
        throw MetricsExchange.notUsed();
    }

    @Override
    public HttpServer getServer() {
        throw MetricsExchange.notUsed();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }

    @Override
    public List<Filter> getFilters() {
        return List.of();
    }

    @Override
    public Authenticator setAuthenticator(Authenticator auth) {
        throw MetricsExchange.notUsed();
    }

    @Override
    public @Nullable Authenticator getAuthenticator() {
        return null;
    }
}
