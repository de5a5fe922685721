package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Authorization;
import io.greenlang.patroni.monitor.net.HttpTransport;
import io.greenlang.patroni.monitor.net.HttpTransport.Document;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.JsonBody;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Questions to a DCS over HTTP, and answers in JSON, bounded. Safe for concurrent use. */
final class DcsHttp implements AutoCloseable {
    private final int maxBytes;
    private final JsonBody json;
    private final HttpTransport transport;

    /**
     * By a bearer token.
     *
     * @param token null for none
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    DcsHttp(@Nullable Secret token, Tls tls, InputLimits limits) {
        this(token == null ? Authorization.NONE : Authorization.bearer(token), tls, limits);
    }

    /** @throws IllegalArgumentException when a PEM file can't be used; the message names it */
    DcsHttp(Authorization authorization, Tls tls, InputLimits limits) {
        // values come in Base64 or as text in JSON, which is longer than what Patroni itself would show
        this.maxBytes = limits.answerBytes() * 2;
        this.json = new JsonBody(limits.withTextLength(maxBytes));
        this.transport = new HttpTransport(authorization, tls, call -> EventListener.NONE);
    }

    /** @throws UnusableAnswerException when that is no address */
    static HttpUrl.Builder url(URI endpoint) throws UnusableAnswerException {
        HttpUrl url = HttpUrl.parse(endpoint.toString());
        if (url == null) {
            throw new UnusableAnswerException(FailureKind.NO_ADDRESS, "no http or https address with a usable host");
        }
        return url.newBuilder();
    }

    /**
     * An answer of any status.
     *
     * @throws UnusableAnswerException when there is no complete one
     */
    Document get(HttpUrl url, String accept, Duration timeout) throws UnusableAnswerException {
        return transport.get(url, Headers.of("Accept", accept), timeout, maxBytes);
    }

    /**
     * The same to a question in JSON.
     *
     * @throws UnusableAnswerException when there is no complete one
     */
    Document post(HttpUrl url, String json, Duration timeout) throws UnusableAnswerException {
        return transport.document(url, json, timeout, maxBytes);
    }

    /** Where JSON has Base64 for bytes. */
    static ByteString bytes(JsonNode base64) throws UnusableAnswerException {
        ByteString bytes = ByteString.decodeBase64(base64.asText(""));
        if (bytes == null) {
            throw UnusableAnswerException.badAnswer("a key or a value is no Base64");
        }
        return bytes;
    }

    JsonNode parse(Document answer) throws UnusableAnswerException {
        return json.parse(ByteString.encodeUtf8(answer.text()), false);
    }

    Optional<CertificateEnd> certificate(URI endpoint) {
        HttpUrl url = HttpUrl.parse(endpoint.toString());
        return url == null ? Optional.empty() : transport.certificate(url);
    }

    Optional<CertificateEnd> ownCertificate() {
        return transport.ownCertificate();
    }

    @Override
    public void close() {
        transport.close();
    }
}
