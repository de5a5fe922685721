package io.greenlang.patroni.monitor.net;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One request, on one new connection, sent once: Patroni answers in HTTP/1.0, and a kept or repeated connection would hide
 * what the remote does now. No redirect is followed, and the caller is blocked. Safe for concurrent use.
 */
public final class HttpTransport implements AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");

    private final Authorization authorization;
    private final PeerCertificates peers;
    private final OkHttpClient http;

    /**
     * @param events hears of every call
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    public HttpTransport(Authorization authorization, Tls tls, EventListener.Factory events) {
        this(authorization, tls, new PeerCertificates(), events);
    }

    private HttpTransport(Authorization authorization, Tls tls, PeerCertificates peers, EventListener.Factory events) {
        this(authorization, new RotatingTls(tls, peers)::applyTo, peers, events);
    }

    private HttpTransport(Authorization authorization, Consumer<OkHttpClient.Builder> tls) {
        this(authorization, tls, new PeerCertificates(), call -> EventListener.NONE);
    }

    private HttpTransport(
            Authorization authorization,
            Consumer<OkHttpClient.Builder> tls,
            PeerCertificates peers,
            EventListener.Factory events) {
        this.authorization = authorization;
        this.peers = peers;
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
                .addInterceptor(Overhead::limited)
                .addInterceptor(peers::call)
                .addNetworkInterceptor(peers::connected)
                .addNetworkInterceptor(TransportFailure.ReplyLostException::exchange)
                .eventListenerFactory(events);
        tls.accept(client);
        this.http = client.build();
    }

    /**
     * For a remote that holds this certificate, under whatever name it is asked.
     *
     * @param certFile PEM; only its first certificate counts, not the authorities behind it
     * @throws IllegalArgumentException when the file can't be used; the message names it
     */
    public static HttpTransport pinnedTo(Path certFile, Authorization authorization) {
        return new HttpTransport(authorization, TlsMaterial.pinnedTo(certFile)::applyTo);
    }

    /** For {@code http} alone: whom the JDK trusts need not be known, which takes a command a tenth of a second. */
    public static HttpTransport plain(Authorization authorization) {
        return new HttpTransport(authorization, client -> client.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)));
    }

    /**
     * Reads the files as the constructor would, for checking a configuration.
     *
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    public static void checkTls(Tls tls) {
        TlsMaterial.read(tls);
    }

    /**
     * @param timeout for the request as a whole; one that is not positive fails without asking
     * @param statusesWithBody the statuses whose body is read; that of others is left alone
     * @param maxBytes a longer body is {@link FailureKind#TOO_LARGE}
     * @throws UnusableAnswerException when there is no complete answer
     */
    public Reply get(HttpUrl url, Duration timeout, Set<Integer> statusesWithBody, int maxBytes)
            throws UnusableAnswerException {
        return send(new Request.Builder().url(url), timeout, statusesWithBody, maxBytes);
    }

    /**
     * Reads a long text line by line, without keeping it; nothing is read where the status is not 200.
     *
     * @param timeout for the request as a whole; one that is not positive fails without asking
     * @param maxBytes a longer text is {@link FailureKind#TOO_LARGE}
     * @return the status
     * @throws UnusableAnswerException when there is no complete answer
     */
    public int lines(HttpUrl url, Duration timeout, long maxBytes, Consumer<String> line)
            throws UnusableAnswerException {
        Request.Builder request = new Request.Builder().url(url).header("Accept", "text/plain");
        return exchange(request, timeout, (call, response) -> {
            if (response.code() == 200) {
                BodyLines.read(call, response, timeout, maxBytes, line);
            }
            return response.code();
        });
    }

    /**
     * When the certificate ends that the last connection to this host and port showed, also when it was refused for it; empty
     * for http, for who was not asked yet, and when no certificate was shown. Returns at once.
     */
    public Optional<CertificateEnd> certificate(HttpUrl url) {
        return peers.of(url);
    }

    /** When the certificate ends that is shown to everybody who wants one; empty where none is configured. */
    public Optional<CertificateEnd> ownCertificate() {
        return peers.ours();
    }

    /**
     * Posts JSON; the answer's body is left alone.
     *
     * @throws UnusableAnswerException when there is no complete answer
     */
    public Reply post(HttpUrl url, String json, Duration timeout) throws UnusableAnswerException {
        RequestBody body = RequestBody.create(ByteString.encodeUtf8(json), JSON);
        return send(new Request.Builder().url(url).post(body), timeout, Set.of(), 0);
    }

    /**
     * Fetches a text of any status, by POST where there is something to send, else by GET.
     *
     * @param json null for GET
     * @param timeout for the request as a whole; one that is not positive fails without asking
     * @param maxBytes a longer text is {@link FailureKind#TOO_LARGE}
     * @throws UnusableAnswerException when there is no complete answer
     */
    public Document document(HttpUrl url, @Nullable String json, Duration timeout, long maxBytes)
            throws UnusableAnswerException {
        Request.Builder request = new Request.Builder().url(url);
        if (json != null) {
            request.post(RequestBody.create(ByteString.encodeUtf8(json), JSON));
        }
        return document(request, timeout, maxBytes);
    }

    /** Fetches a text of any status by GET, with headers of the caller's. */
    public Document get(HttpUrl url, Headers headers, Duration timeout, long maxBytes) throws UnusableAnswerException {
        return document(new Request.Builder().url(url).headers(headers), timeout, maxBytes);
    }

    private Document document(Request.Builder request, Duration timeout, long maxBytes) throws UnusableAnswerException {
        return exchange(
                request,
                timeout,
                (call, response) -> new Document(
                        response.code(),
                        response.headers(),
                        body(call, response, timeout, maxBytes).utf8()));
    }

    private Reply send(Request.Builder request, Duration timeout, Set<Integer> statusesWithBody, int maxBytes)
            throws UnusableAnswerException {
        return exchange(request.header("Accept", "application/json"), timeout, (call, response) -> {
            boolean wanted = statusesWithBody.contains(response.code());
            Date date = response.headers().getDate("Date");
            return new Reply(
                    response.code(),
                    wanted ? body(call, response, timeout, maxBytes) : ByteString.EMPTY,
                    date == null ? null : date.toInstant());
        });
    }

    private <T> T exchange(Request.Builder request, Duration timeout, AnswerReader<T> reader)
            throws UnusableAnswerException {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new UnusableAnswerException(FailureKind.TIMEOUT, "no time left to ask");
        }
        Request complete = complete(request);
        Call call = http.newCall(complete);
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            return read(reader, call, response);
        } catch (IOException e) {
            throw TransportFailure.beforeTheBody(e, call.isCanceled(), timeout);
        }
    }

    /** What is left of the body is dropped with the connection: closing alone would read on for a tenth of a second. */
    private <T> T read(AnswerReader<T> reader, Call call, Response response) throws UnusableAnswerException {
        try {
            refuseWithheld(response.request().url(), response.code());
            return reader.read(call, response);
        } finally {
            call.cancel();
        }
    }

    private void refuseWithheld(HttpUrl url, int status) throws UnusableAnswerException {
        String withheld = UnusableAnswerException.isDenial(status) ? authorization.withheld(url) : null;
        if (withheld != null) {
            throw new UnusableAnswerException(FailureKind.AUTH, "HTTP status " + status + "; " + withheld);
        }
    }

    private Request complete(Request.Builder request) throws UnusableAnswerException {
        request.header("Accept-Encoding", "identity")
                .header("Connection", "close")
                .header("User-Agent", "patroni-monitor");
        String credentials = credentials(request.build().url());
        if (credentials != null) {
            request.header("Authorization", credentials);
        }
        return request.build();
    }

    private @Nullable String credentials(HttpUrl to) throws UnusableAnswerException {
        try {
            return authorization.header(to);
        } catch (IOException e) {
            throw UnusableAnswerException.unreadablePassword(e);
        }
    }

    private static ByteString body(Call call, Response response, Duration timeout, long maxBytes)
            throws UnusableAnswerException {
        BufferedSource source = response.body().source();
        try {
            if (source.request(maxBytes + 1)) {
                throw new UnusableAnswerException(FailureKind.TOO_LARGE, "more than " + maxBytes + " bytes of answer");
            }
            return source.readByteString();
        } catch (IOException e) {
            throw TransportFailure.withinTheBody(e, call.isCanceled(), timeout);
        }
    }

    /** Ends the calls in flight: their callers get {@link FailureKind#TIMEOUT} at once. */
    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.connectionPool().evictAll();
    }

    private interface AnswerReader<T> {
        T read(Call call, Response response) throws UnusableAnswerException;
    }

    /**
     * @param body empty where it was not read
     * @param date when the remote says that it answered, cut to the second; null when it doesn't
     */
    public record Reply(
            int status, ByteString body, @Nullable Instant date) {}

    /** A whole answer. */
    public record Document(int status, Headers headers, String text) {}
}
