package io.greenlang.patroni.monitor.source.patroni;

import io.greenlang.patroni.monitor.config.ClusterConfig.PatroniConfig;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;

/**
 * One GET, on one new connection, sent once: Patroni answers in HTTP/1.0, and a kept or repeated connection would hide
 * what the node does now. Safe for concurrent use.
 */
final class RestTransport implements AutoCloseable {
    static final int MAX_BODY_BYTES = 1 << 20;

    private final PatroniConfig patroni;
    private final OkHttpClient http;

    /** @throws IllegalArgumentException when TLS material can't be used */
    RestTransport(PatroniConfig patroni, EventListener.Factory events) {
        this.patroni = patroni;
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .fastFallback(false)
                // the call's own timeout bounds all of these together
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .addNetworkInterceptor(RestTransport::exchange)
                .eventListenerFactory(events);
        TlsMaterial.read(patroni.tls()).applyTo(client);
        this.http = client.build();
    }

    /**
     * @param statusesWithBody the statuses whose body is read; that of others is left alone
     * @throws UnusableAnswerException when there is no complete answer
     */
    Reply get(HttpUrl url, Duration timeout, Set<Integer> statusesWithBody) throws UnusableAnswerException {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new UnusableAnswerException(FailureKind.TIMEOUT, "no time left to ask");
        }
        Call call = http.newCall(request(url));
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            boolean wanted = statusesWithBody.contains(response.code());
            return new Reply(response.code(), wanted ? body(call, response, timeout) : ByteString.EMPTY);
        } catch (IOException e) {
            throw TransportFailure.beforeTheBody(e, call.isCanceled(), timeout);
        }
    }

    private Request request(HttpUrl url) throws UnusableAnswerException {
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("Accept-Encoding", "identity")
                .header("Connection", "close")
                .header("User-Agent", "patroni-monitor");
        String username = patroni.username();
        if (username != null) {
            request.header("Authorization", Credentials.basic(username, password(), StandardCharsets.UTF_8));
        }
        return request.build();
    }

    private String password() throws UnusableAnswerException {
        Secret password = patroni.password();
        try {
            return password == null ? "" : password.reveal();
        } catch (IOException e) {
            throw new UnusableAnswerException(
                    FailureKind.AUTH, "the password file can't be read: " + Excerpt.of(e.toString()));
        }
    }

    private static ByteString body(Call call, Response response, Duration timeout) throws UnusableAnswerException {
        BufferedSource source = response.body().source();
        try {
            if (source.request(MAX_BODY_BYTES + 1L)) {
                throw new UnusableAnswerException(
                        FailureKind.TOO_LARGE, "more than " + MAX_BODY_BYTES + " bytes of answer");
            }
            return source.readByteString();
        } catch (IOException e) {
            throw TransportFailure.withinTheBody(e, call.isCanceled(), timeout);
        }
    }

    /**
     * Marks what fails from here on as failing on an established connection, and takes away {@code Retry-After: 0}, upon
     * which OkHttp would ask again by itself.
     */
    private static Response exchange(Interceptor.Chain chain) throws IOException {
        try {
            return chain.proceed(chain.request())
                    .newBuilder()
                    .removeHeader("Retry-After")
                    .build();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new ReplyLostException(e, chain.request().isHttps());
        }
    }

    /** Ends the calls in flight: their callers get {@link FailureKind#TIMEOUT} at once. */
    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.connectionPool().evictAll();
    }

    /** @param body empty where it was not read */
    record Reply(int status, ByteString body) {}

    /** The connection stood, and no complete HTTP header came back. */
    static final class ReplyLostException extends IOException {
        private final boolean encrypted;

        ReplyLostException(IOException cause, boolean encrypted) {
            super(cause);
            this.encrypted = encrypted;
        }

        boolean isEncrypted() {
            return encrypted;
        }
    }
}
