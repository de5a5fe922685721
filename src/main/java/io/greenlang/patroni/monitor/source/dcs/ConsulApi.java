package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.HttpTransport.Document;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import okhttp3.HttpUrl;

/**
 * What an agent of Consul answers. Keys are read with {@code consistent}, for which its leader asks a quorum: an answer is the truth, and
 * never a part of it. Safe for concurrent use.
 */
final class ConsulApi {
    static final String PRODUCT = "Consul";
    /** The keys below a prefix, with their values. */
    static final String PAIRS = "recurse";
    /** Their names alone. */
    static final String NAMES = "keys";

    private static final String JSON = "application/json";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /** Without a list policy Consul leaves out what a token may not read, and says that it did; to nobody without a token. */
    private static final String LEFT_OUT = "X-Consul-Results-Filtered-By-ACLs";

    /** In every answer about keys, also where there are none. */
    private static final String INDEX = "X-Consul-Index";

    /** What happens where no rule says something else; in every answer since Consul 1.9, also where it has no ACLs. */
    private static final String POLICY = "X-Consul-Default-ACL-Policy";

    /** The accessor of the token that stands for none, in every Consul. */
    private static final String ANONYMOUS = "00000000-0000-0000-0000-000000000002";

    private final DcsHttp http;

    ConsulApi(DcsHttp http) {
        this.http = http;
    }

    /**
     * All keys that there are.
     *
     * @param list empty where there are none
     * @param policy allow or deny, whether there are ACLs or not; empty where Consul doesn't say
     */
    record Keys(JsonNode list, String policy) {}

    /** For whom Consul takes this client. */
    enum Client {
        /** It is all the same: there are no ACLs. */
        ANYBODY,
        /** One that is told when something was left out for want of rights. */
        SOMEBODY,
        /** One that is not. */
        NOBODY
    }

    /** An agent knows no version that it would tell everybody. */
    Health health(URI endpoint, Duration timeout) throws UnusableAnswerException {
        Document told = get(endpoint, "v1/status/leader", timeout);
        if (told.status() != OK) {
            throw refusal(told);
        }
        String leader = told.text().strip();
        if (!leader.matches("\"[^\"]*\"")) {
            throw UnusableAnswerException.badAnswer("no leader's address of a Consul");
        }
        return new Health("", leader.length() > 2, List.of());
    }

    /**
     * All keys below a prefix.
     *
     * @param prefix ends in a slash
     * @param form {@link #PAIRS} or {@link #NAMES}
     */
    Keys below(URI endpoint, String prefix, String form, Duration timeout) throws UnusableAnswerException {
        HttpUrl url = DcsHttp.url(endpoint)
                .addPathSegments("v1/kv")
                .addPathSegments(prefix)
                .addQueryParameter(form, "true")
                .addQueryParameter("consistent", "true")
                .build();
        Document told = http.get(url, JSON, timeout);
        if (told.status() != OK && told.status() != NOT_FOUND) {
            throw refusal(told);
        }
        if (Boolean.parseBoolean(told.headers().get(LEFT_OUT))) {
            throw new UnusableAnswerException(
                    FailureKind.PERMISSION,
                    "the token may not read all keys below " + Excerpt.of(prefix) + ": it needs key_prefix \""
                            + Excerpt.of(prefix) + "\" with policy = \"read\"");
        }
        if (told.status() == NOT_FOUND && told.headers().get(INDEX) == null) {
            throw UnusableAnswerException.badAnswer("HTTP status 404 of something that is not Consul");
        }
        String policy = told.headers().get(POLICY);
        return new Keys(
                told.status() == OK ? http.parse(told) : JsonNodeFactory.instance.arrayNode(),
                policy == null ? "" : policy);
    }

    /**
     * Whom Consul sees. It logs the question as an error where it has no ACLs.
     *
     * @throws UnusableAnswerException when it does not tell
     */
    Client client(URI endpoint, Duration timeout) throws UnusableAnswerException {
        Document told = get(endpoint, "v1/acl/token/self", timeout);
        return switch (told.status()) {
            // an agent may have a token of its own for those that have none
            case OK ->
                http.parse(told).path("AccessorID").asText(ANONYMOUS).equals(ANONYMOUS)
                        ? Client.NOBODY
                        : Client.SOMEBODY;
            case UNAUTHORIZED -> told.text().contains("ACL support disabled") ? Client.ANYBODY : Client.NOBODY;
            case FORBIDDEN -> Client.NOBODY;
            default -> throw refusal(told);
        };
    }

    private Document get(URI endpoint, String path, Duration timeout) throws UnusableAnswerException {
        return http.get(DcsHttp.url(endpoint).addPathSegments(path).build(), JSON, timeout);
    }

    /** Consul words its errors as plain text. */
    private static UnusableAnswerException refusal(Document told) {
        boolean unknownToken = told.status() == UNAUTHORIZED || told.text().contains("ACL not found");
        FailureKind kind = unknownToken
                ? FailureKind.AUTH
                : told.status() == FORBIDDEN ? FailureKind.PERMISSION : FailureKind.HTTP_STATUS;
        return new UnusableAnswerException(kind, "HTTP status " + told.status() + ": " + Excerpt.of(told.text()));
    }
}
