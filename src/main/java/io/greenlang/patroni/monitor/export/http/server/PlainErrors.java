package io.greenlang.patroni.monitor.export.http.server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What is told to those whose request can't be read. Nothing of what they sent comes back. */
final class PlainErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        byte[] line = (HttpStatus.getMessage(response.getStatus()).toLowerCase(Locale.ROOT) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        SafeHeaders.addTo(response.getHeaders());
        response.getHeaders().put("Content-Type", "text/plain; charset=utf-8");
        response.getHeaders().put("Content-Length", line.length);
        Content.Sink.write(response, true, new String(line, StandardCharsets.UTF_8), callback);
        return true;
    }
}
