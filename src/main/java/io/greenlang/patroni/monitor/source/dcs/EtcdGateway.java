package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.DcsConfig.User;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Authorization;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.HttpTransport;
import io.greenlang.patroni.monitor.net.HttpTransport.Document;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.JsonBody;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The JSON gateway of etcd's v3 API, which every etcd from 3.4 on has at its client port. Where etcd has authentication
 * enabled, it logs in and keeps the token until that is refused. Safe for concurrent use.
 */
final class EtcdGateway implements AutoCloseable {
    private static final int OK = 200;
    /** Codes of gRPC, in which etcd words its errors. */
    private static final int PERMISSION_DENIED = 7;

    private static final int UNAUTHENTICATED = 16;

    private final @Nullable User user;
    private final int maxBytes;
    private final JsonBody json;
    private final HttpTransport transport;
    private volatile @Nullable String token;

    /** @throws IllegalArgumentException when a PEM file can't be used; the message names it */
    EtcdGateway(Etcd3 config, InputLimits limits) {
        this.user = config.user();
        // values come in Base64, which is a third longer
        this.maxBytes = limits.answerBytes() * 2;
        this.json = new JsonBody(limits.withTextLength(maxBytes));
        Authorization authorization = to -> token;
        this.transport = new HttpTransport(authorization, config.tls(), call -> EventListener.NONE);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Puts one question.
     *
     * @param method as {@code kv/range}
     * @param timeout for each request that it takes
     * @throws UnusableAnswerException when there is no usable answer
     */
    JsonNode ask(URI endpoint, String method, ObjectNode question, Duration timeout) throws UnusableAnswerException {
        User asks = user;
        if (asks != null && token == null) {
            logIn(endpoint, asks, timeout);
        }
        try {
            return put(endpoint, method, question, timeout);
        } catch (UnusableAnswerException e) {
            if (asks == null || e.kind() != FailureKind.AUTH) {
                throw e;
            }
            logIn(endpoint, asks, timeout);
            return put(endpoint, method, question, timeout);
        }
    }

    private void logIn(URI endpoint, User asks, Duration timeout) throws UnusableAnswerException {
        token = null;
        ObjectNode question = object().put("name", asks.name());
        try {
            question.put("password", asks.password().reveal());
        } catch (IOException e) {
            throw new UnusableAnswerException(
                    FailureKind.AUTH, "the password file can't be read: " + Excerpt.of(e.toString()));
        }
        String given = put(endpoint, "auth/authenticate", question, timeout)
                .path("token")
                .textValue();
        if (given == null) {
            throw UnusableAnswerException.badAnswer("logs in without a token");
        }
        token = given;
    }

    private JsonNode put(URI endpoint, String method, ObjectNode question, Duration timeout)
            throws UnusableAnswerException {
        HttpUrl url = HttpUrl.parse(endpoint + "/v3/" + method);
        if (url == null) {
            throw new UnusableAnswerException(FailureKind.NO_ADDRESS, "no http or https address with a usable host");
        }
        Document answer = transport.document(url, question.toString(), timeout, maxBytes);
        if (answer.status() == OK) {
            return json.parse(ByteString.encodeUtf8(answer.text()), true);
        }
        throw refusal(answer);
    }

    private UnusableAnswerException refusal(Document answer) {
        JsonNode told;
        try {
            told = json.parse(ByteString.encodeUtf8(answer.text()), false);
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
                || reason.contains("invalid auth token");
    }

    @Override
    public void close() {
        transport.close();
    }
}
