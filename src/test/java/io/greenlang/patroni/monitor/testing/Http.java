package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Plain requests to servers on loopback, never through a proxy, and whatever certificate they show. */
final class Http {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(TIMEOUT)
            .sslContext(TrustingAnybody.context())
            .build();

    private Http() {}

    /** @param headers name, value, name, value… */
    static HttpResponse<String> get(String url, String... headers) throws IOException {
        return send(request(url, headers).GET());
    }

    static HttpResponse<String> post(String url) throws IOException {
        return send(request(url).POST(HttpRequest.BodyPublishers.noBody()));
    }

    static HttpResponse<String> post(String url, String json) throws IOException {
        return send(request(url, "Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    static HttpResponse<String> put(String url, String json, String... headers) throws IOException {
        return send(request(url, headers).PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpRequest.Builder request(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
