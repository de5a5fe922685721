package io.greenlang.patroni.monitor.source.patroni;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PatroniConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.HttpTransport;
import io.greenlang.patroni.monitor.net.HttpTransport.Reply;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import okhttp3.EventListener;
import org.jspecify.annotations.Nullable;

/**
 * Asks the members of one cluster, with GET only. Every question blocks the caller, gets one connection and is sent once;
 * whatever the node does becomes an {@link Answer}, never an exception. Safe for concurrent use.
 *
 * <p>A timeout covers one question as a whole, from connecting to the last byte. It can't end a name lookup of the
 * operating system: the answer is then late, though it still is {@link FailureKind#TIMEOUT} or {@link FailureKind#DNS},
 * so that the caller needs a deadline of its own where addresses are host names. A timeout that is not positive gives
 * {@link FailureKind#TIMEOUT} without asking.
 */
public final class PatroniClient implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final Duration DATE_RESOLUTION = Duration.ofSeconds(1);

    private final String scope;
    private final Clock clock;
    private final HttpTransport transport;
    private final KnownAddresses addresses = new KnownAddresses();
    private final HostClocks clocks = new HostClocks();

    /**
     * @param clock stamps the answers
     * @param events hears of every call
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    public PatroniClient(ClusterConfig cluster, Clock clock, EventListener.Factory events) {
        this(cluster.scope(), clock, transport(cluster.patroni(), events));
    }

    /** @param scope every other one is refused; empty for none */
    private PatroniClient(String scope, Clock clock, HttpTransport transport) {
        this.scope = scope;
        this.clock = clock;
        this.transport = transport;
    }

    /** The scope that a node belongs to, for when nobody has said which one it should be. Uses the JDK's own trust store. */
    public static Answer<String> scopeOf(URI base, Duration timeout, Clock clock) {
        ClusterConfig.Tls tls = new ClusterConfig.Tls(null, null, null, true);
        HttpTransport transport = new HttpTransport(null, null, tls, call -> EventListener.NONE);
        try (PatroniClient ofAnyScope = new PatroniClient("", clock, transport)) {
            return ofAnyScope
                    .status(base, timeout)
                    .map(status -> status.identity().scope());
        }
    }

    private static HttpTransport transport(PatroniConfig patroni, EventListener.Factory events) {
        return new HttpTransport(patroni.username(), patroni.password(), patroni.tls(), events);
    }

    /** {@code GET /patroni}: what the node says about itself. */
    public Answer<PatroniStatus> status(URI base, Duration timeout) {
        return ask(base, "patroni", timeout, Set.of(OK, UNAVAILABLE), (reply, asked, received) -> {
            PatroniStatus status = readStatus(reply);
            Instant date = reply.date();
            return date == null
                    ? status
                    : status.correctedBy(clocks.of(base).learn(date, DATE_RESOLUTION, asked, received));
        });
    }

    /**
     * {@code GET /liveness}: false when the node's HA loop no longer turns. Always true in pause, and before Patroni
     * 2.1.5.
     */
    public Answer<Boolean> liveness(URI base, Duration timeout) {
        return ask(base, "liveness", timeout, Set.of(), reply -> {
            if (reply.status() != OK && reply.status() != UNAVAILABLE) {
                throw unexpectedStatus(reply);
            }
            return reply.status() == OK;
        });
    }

    /**
     * {@code GET /cluster}: a fresh read of the DCS by that node. While the DCS is down Patroni hangs for its
     * {@code retry_timeout}, then gives {@link FailureKind#EMPTY_REPLY}.
     */
    public Answer<ClusterView> cluster(URI base, Duration timeout) {
        return ask(base, "cluster", timeout, Set.of(OK), reply -> {
            requireOk(reply);
            ClusterView view = ClusterParser.parse(JsonBody.parse(reply.body()), addresses::baseOf);
            requireScope(view.scope());
            return view.correctedBy(SteadyClock.wallTimeOf(clock));
        });
    }

    /** {@code GET /history}: timelines, from the node's cached DCS view. */
    public Answer<TimelineHistory> history(URI base, Duration timeout) {
        return ask(base, "history", timeout, Set.of(OK), reply -> {
            requireOk(reply);
            return HistoryParser.parse(JsonBody.parse(reply.body())).correctedBy(SteadyClock.wallTimeOf(clock));
        });
    }

    /** {@code GET /config}: the dynamic configuration. {@link FailureKind#HTTP_STATUS} (502) when the DCS has none. */
    public Answer<DynamicConfig> config(URI base, Duration timeout) {
        return ask(base, "config", timeout, Set.of(OK), reply -> {
            requireOk(reply);
            return ConfigParser.parse(JsonBody.parse(reply.body()));
        });
    }

    /** Ends the questions in flight, whose callers get {@link FailureKind#TIMEOUT}. */
    @Override
    public void close() {
        transport.close();
    }

    private <T> Answer<T> ask(
            URI base, String endpoint, Duration timeout, Set<Integer> statusesWithBody, Reader<T> reader) {
        return ask(base, endpoint, timeout, statusesWithBody, (reply, asked, received) -> reader.read(reply));
    }

    private <T> Answer<T> ask(
            URI base, String endpoint, Duration timeout, Set<Integer> statusesWithBody, TimedReader<T> reader) {
        Instant asked = clock.instant();
        try {
            Reply reply = transport.get(addresses.endpoint(base, endpoint), timeout, statusesWithBody);
            Instant received = clock.instant();
            return Answer.answered(reader.read(reply, asked, received), asked, received);
        } catch (UnusableAnswerException e) {
            String question = "GET " + RestAddress.display(base) + "/" + endpoint;
            return Answer.failed(e.kind(), question + ": " + e.detail(), clock.instant());
        }
    }

    /** A health check behind the same path answers 503 with the same body; a proxy's 503 has another. */
    private PatroniStatus readStatus(Reply reply) throws UnusableAnswerException {
        if (reply.status() != UNAVAILABLE) {
            requireOk(reply);
            return parseStatus(reply);
        }
        if (reply.body().size() == 0) {
            throw unexpectedStatus(reply);
        }
        try {
            return parseStatus(reply);
        } catch (UnusableAnswerException e) {
            throw e.kind() == FailureKind.BAD_ANSWER ? unexpectedStatus(reply) : e;
        }
    }

    private PatroniStatus parseStatus(Reply reply) throws UnusableAnswerException {
        PatroniStatus status = StatusParser.parse(JsonBody.parse(reply.body()));
        requireScope(status.identity().scope());
        return status;
    }

    private static void requireOk(Reply reply) throws UnusableAnswerException {
        if (reply.status() != OK) {
            throw unexpectedStatus(reply);
        }
    }

    private static UnusableAnswerException unexpectedStatus(Reply reply) {
        return UnusableAnswerException.unexpectedStatus(reply.status());
    }

    /** @param answered null where the answer does not say it */
    private void requireScope(@Nullable String answered) throws UnusableAnswerException {
        if (answered != null && !scope.isEmpty() && !answered.equals(scope)) {
            throw new UnusableAnswerException(
                    FailureKind.SCOPE_MISMATCH,
                    "answers for scope \"" + Excerpt.of(answered) + "\", not \"" + scope + "\"");
        }
    }

    private interface TimedReader<T> {
        T read(Reply reply, Instant asked, Instant received) throws UnusableAnswerException;
    }

    private interface Reader<T> {
        T read(Reply reply) throws UnusableAnswerException;
    }
}
