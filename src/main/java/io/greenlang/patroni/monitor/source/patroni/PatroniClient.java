package io.greenlang.patroni.monitor.source.patroni;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PatroniConfig;
import io.greenlang.patroni.monitor.config.HostList;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.net.Authorization;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.HttpTransport;
import io.greenlang.patroni.monitor.net.HttpTransport.Reply;
import io.greenlang.patroni.monitor.net.Recipients;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.ClusterParser;
import io.greenlang.patroni.monitor.source.document.ConfigParser;
import io.greenlang.patroni.monitor.source.document.HistoryParser;
import io.greenlang.patroni.monitor.source.document.JsonBody;
import io.greenlang.patroni.monitor.source.document.RestAddress;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
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
    private final Recipients recipients;
    private final InputLimits limits;
    private final JsonBody json;
    /** The members that are known, which {@code /cluster} is read for first. */
    private volatile Set<String> known = Set.of();

    private final KnownAddresses addresses = new KnownAddresses();

    /**
     * @param clock stamps the answers
     * @param events hears of every call
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    public PatroniClient(ClusterConfig cluster, Clock clock, EventListener.Factory events) {
        this(
                cluster.scope(),
                clock,
                cluster.patroni(),
                new Recipients(cluster.patroni().hosts(), cluster.patroni().tls(), "patroni.send-credentials-to"),
                cluster.input(),
                events);
    }

    /** @param scope every other one is refused; empty for none */
    private PatroniClient(
            String scope,
            Clock clock,
            PatroniConfig patroni,
            Recipients recipients,
            InputLimits limits,
            EventListener.Factory events) {
        this.scope = scope;
        this.clock = clock;
        this.recipients = recipients;
        this.limits = limits;
        this.json = new JsonBody(limits);
        Authorization authorization = patroni.username() == null
                ? Authorization.NONE
                : Authorization.basic(patroni.username(), patroni.password()).onlyTo(recipients);
        this.transport = new HttpTransport(authorization, patroni.tls(), events);
    }

    /** The scope that a node belongs to, for when nobody has said which one it should be. Uses the JDK's own trust store. */
    public static Answer<String> scopeOf(URI base, Duration timeout, Clock clock) {
        ClusterConfig.Tls tls = new ClusterConfig.Tls(null, null, null, true);
        PatroniConfig asked = new PatroniConfig(null, null, tls, HostList.NONE);
        Recipients recipients = new Recipients(HostList.NONE, tls, "");
        recipients.found(Set.of(base));
        try (PatroniClient ofAnyScope =
                new PatroniClient("", clock, asked, recipients, InputLimits.DEFAULTS, call -> EventListener.NONE)) {
            return ofAnyScope
                    .status(base, timeout)
                    .map(status -> status.identity().scope());
        }
    }

    /** Where the configuration's seeds are: what DNS says of them, as the configuration has it. */
    public void seedsAreAt(Collection<URI> addresses) {
        recipients.found(addresses);
    }

    /** Whom {@code /cluster} is read for first, where it lists more than the configuration takes. */
    public void knows(Set<String> members) {
        known = Set.copyOf(members);
    }

    /** {@code GET /patroni}: what the node says about itself. */
    public Answer<PatroniStatus> status(URI base, Duration timeout) {
        return ask(base, "patroni", timeout, Set.of(OK, UNAVAILABLE), (reply, asked, received) -> {
            PatroniStatus status = readStatus(reply, isNamed(base));
            Instant date = reply.date();
            return date == null
                    ? status
                    : status.correctedBy(addresses.clock(base).learn(date, DATE_RESOLUTION, asked, received));
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
            ClusterView view = ClusterParser.parse(
                    json.parse(reply.body(), isNamed(base)),
                    new ClusterParser.Admission(addresses::baseOf, limits, known));
            requireScope(view.scope(), isNamed(base));
            return view.correctedBy(SteadyClock.wallTimeOf(clock));
        });
    }

    /** {@code GET /history}: timelines, from the node's cached DCS view. */
    public Answer<TimelineHistory> history(URI base, Duration timeout) {
        return ask(base, "history", timeout, Set.of(OK), reply -> {
            requireOk(reply);
            return HistoryParser.parse(json.parse(reply.body(), isNamed(base)), limits.historyEntries())
                    .correctedBy(SteadyClock.wallTimeOf(clock));
        });
    }

    /** {@code GET /config}: the dynamic configuration. {@link FailureKind#HTTP_STATUS} (502) when the DCS has none. */
    public Answer<DynamicConfig> config(URI base, Duration timeout) {
        return ask(base, "config", timeout, Set.of(OK), reply -> {
            requireOk(reply);
            return ConfigParser.parse(json.parse(reply.body(), isNamed(base)));
        });
    }

    /**
     * When the certificate ends that this address showed last, also when it was refused for it; empty for http, and when the
     * last question got to no certificate. Returns at once.
     */
    public Optional<CertificateEnd> certificate(URI base) {
        try {
            return transport.certificate(addresses.of(base));
        } catch (UnusableAnswerException noAddress) {
            return Optional.empty();
        }
    }

    /** When the certificate ends that is shown to members that want one; empty where none is configured. */
    public Optional<CertificateEnd> ownCertificate() {
        return transport.ownCertificate();
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
            int most = endpoint.equals("patroni") ? limits.statusBytes() : limits.answerBytes();
            Reply reply = transport.get(addresses.endpoint(base, endpoint), timeout, statusesWithBody, most);
            Instant received = clock.instant();
            return Answer.answered(reader.read(reply, asked, received), asked, received);
        } catch (UnusableAnswerException e) {
            String question = "GET " + RestAddress.display(base) + "/" + endpoint;
            return Answer.failed(e.kind(), question + ": " + e.detail(), clock.instant());
        }
    }

    /** A health check behind the same path answers 503 with the same body; a proxy's 503 has another. */
    private PatroniStatus readStatus(Reply reply, boolean named) throws UnusableAnswerException {
        if (reply.status() != UNAVAILABLE) {
            requireOk(reply);
            return parseStatus(reply, named);
        }
        if (reply.body().size() == 0) {
            throw unexpectedStatus(reply);
        }
        try {
            return parseStatus(reply, named);
        } catch (UnusableAnswerException e) {
            throw e.kind() == FailureKind.BAD_ANSWER ? unexpectedStatus(reply) : e;
        }
    }

    private PatroniStatus parseStatus(Reply reply, boolean named) throws UnusableAnswerException {
        PatroniStatus status = StatusParser.parse(json.parse(reply.body(), named));
        requireScope(status.identity().scope(), named);
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

    /** The configuration has this host: what is answered there may be quoted. */
    private boolean isNamed(URI base) {
        HttpUrl url = HttpUrl.parse(base.toString());
        return url != null && recipients.areNamed(url);
    }

    /** @param answered null where the answer does not say it */
    private void requireScope(@Nullable String answered, boolean mayQuote) throws UnusableAnswerException {
        if (answered != null && !scope.isEmpty() && !answered.equals(scope)) {
            throw new UnusableAnswerException(
                    FailureKind.SCOPE_MISMATCH,
                    "answers for "
                            + (mayQuote ? "scope \"" + Excerpt.of(answered) + "\"" : "another scope")
                            + ", not \"" + scope + "\"");
        }
    }

    private interface TimedReader<T> {
        T read(Reply reply, Instant asked, Instant received) throws UnusableAnswerException;
    }

    private interface Reader<T> {
        T read(Reply reply) throws UnusableAnswerException;
    }
}
