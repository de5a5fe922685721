package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.HttpTransport.Document;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.dcs.EtcdLogin.Token;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The JSON gateway of etcd's v3 API, which every etcd from 3.4 on has at its client port. Where etcd has authentication
 * enabled, it logs in when it is told to, and keeps the token until that is refused. Safe for concurrent use.
 */
final class EtcdGateway {
    static final String PRODUCT = "etcd";
    private static final int OK = 200;
    private static final Duration LOG_IN_WITHIN = Duration.ofSeconds(3);
    private static final String LOG_IN = "auth/authenticate";
    /** Codes of gRPC, in which etcd words its errors. */
    private static final int PERMISSION_DENIED = 7;

    private static final int UNAUTHENTICATED = 16;

    private final Clock clock;
    private final @Nullable EtcdLogin login;
    private final DcsHttp http;

    /**
     * @param login null when etcd asks for none
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    EtcdGateway(Etcd3 config, @Nullable EtcdLogin login, InputLimits limits, Clock clock) {
        this.clock = clock;
        this.login = login;
        this.http = new DcsHttp(this::authorization, config.tls(), limits);
    }

    DcsHttp http() {
        return http;
    }

    private @Nullable String authorization(HttpUrl to) {
        Token token = login == null || to.encodedPath().endsWith(LOG_IN) ? null : login.current();
        return token == null ? null : token.text();
    }

    /** Up to what all keys with this prefix are: its last byte, a slash, counted up by one. */
    static ByteString endOf(String prefix) {
        return ByteString.encodeUtf8(prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Puts one question. Where nobody was logged in yet, it is put without a token first, as etcd answers some without one.
     *
     * @param method as {@code kv/range}
     * @param timeout for all requests that it takes
     * @throws UnusableAnswerException when there is no usable answer
     */
    JsonNode ask(URI endpoint, String method, ObjectNode question, Duration timeout) throws UnusableAnswerException {
        Instant end = clock.instant().plus(timeout);
        Token used = login == null ? null : login.current();
        try {
            return put(endpoint, method, question, timeout);
        } catch (UnusableAnswerException e) {
            if (login == null || e.kind() != FailureKind.AUTH) {
                throw e;
            }
            login.renew(used, left(end), (name, password) -> token(endpoint, name, password, loginTime(end)));
            return put(endpoint, method, question, left(end));
        }
    }

    private Duration left(Instant end) {
        return Duration.between(clock.instant(), end);
    }

    /** More than what one of several endpoints has: others wait for this login, too, and a hash takes its time. */
    private Duration loginTime(Instant end) {
        Duration left = left(end);
        return left.compareTo(LOG_IN_WITHIN) < 0 ? LOG_IN_WITHIN : left;
    }

    private @Nullable String token(URI endpoint, String name, String password, Duration timeout)
            throws UnusableAnswerException {
        ObjectNode question = object().put("name", name).put("password", password);
        try {
            String given =
                    put(endpoint, LOG_IN, question, timeout).path("token").textValue();
            if (given == null) {
                throw UnusableAnswerException.badAnswer("logs in without a token");
            }
            return given;
        } catch (UnusableAnswerException e) {
            if (e.detail().contains("authentication is not enabled")) {
                return null;
            }
            throw e;
        }
    }

    private JsonNode put(URI endpoint, String method, ObjectNode question, Duration timeout)
            throws UnusableAnswerException {
        HttpUrl url = DcsHttp.url(endpoint).addPathSegments("v3/" + method).build();
        Document answer = http.post(url, question.toString(), timeout);
        if (answer.status() == OK) {
            return http.parse(answer);
        }
        throw refusal(answer);
    }

    private UnusableAnswerException refusal(Document answer) {
        JsonNode told;
        try {
            told = http.parse(answer);
        } catch (UnusableAnswerException noReason) {
            return UnusableAnswerException.unexpectedStatus(answer.status());
        }
        String reason = told.path("message").asText(told.path("error").asText(""));
        int code = told.path("code").asInt(-1);
        FailureKind kind = code == PERMISSION_DENIED
                ? FailureKind.PERMISSION
                : code == UNAUTHENTICATED || isAboutLogin(reason) ? FailureKind.AUTH : FailureKind.HTTP_STATUS;
        return new UnusableAnswerException(kind, "HTTP status " + answer.status() + ": " + Excerpt.of(reason));
    }

    /** etcd words these as a bad argument. */
    private static boolean isAboutLogin(String reason) {
        return reason.contains("user name is empty")
                || reason.contains("authentication failed")
                || reason.contains("invalid auth token")
                || reason.contains("revision of auth store is old");
    }
}
