package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.PatroniConfig;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Call;
import okhttp3.Credentials;
import okhttp3.EventListener;
import okhttp3.Headers;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PatroniClientTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final MockWebServer node = new MockWebServer();
    private final PatroniClient client = Clusters.client();

    @BeforeEach
    void start() throws IOException {
        node.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void asksTheNodeForItsStatus() throws InterruptedException {
        node.enqueue(sample(200, "4.1/patroni_leader.json"));

        PatroniStatus status = client.status(base(), TIMEOUT).value().orElseThrow();

        assertThat(status.role()).isEqualTo(NodeRole.PRIMARY);
        assertThat(node.takeRequest().getRequestLine()).isEqualTo("GET /patroni HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void tellsTimesByTheClockOfTheDaemon(long aheadSeconds) throws Exception {
        Instant now = Clusters.NOW;
        Instant hostTime = now.plusSeconds(aheadSeconds);
        String body = Samples.bytes("4.1/patroni_leader.json")
                .utf8()
                .replaceFirst(
                        "\"dcs_last_seen\": *\\d+",
                        "\"dcs_last_seen\": " + hostTime.minusSeconds(7).getEpochSecond());
        node.enqueue(dated(body, hostTime));

        PatroniStatus status = client.status(base(), TIMEOUT).value().orElseThrow();

        assertThat(Duration.between(status.dcsLastSeen(), now)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(9));
        assertThat(status.hostClock().ahead().minusSeconds(aheadSeconds).abs()).isLessThan(Duration.ofMillis(1600));
        assertThat(status.postgres().postmasterStartTime())
                .isEqualTo(status.hostClock().when(startTime()));
    }

    @Test
    void leavesTimesAloneThatNobodyDates() throws Exception {
        node.enqueue(sample(200, "4.1/patroni_leader.json"));

        PatroniStatus status = client.status(base(), TIMEOUT).value().orElseThrow();

        assertThat(status.hostClock()).isNull();
        assertThat(status.postgres().postmasterStartTime()).isEqualTo(startTime());
    }

    @Test
    void takesWhatPeopleHaveSetForWallTime() throws Exception {
        AtomicReference<Instant> wall = new AtomicReference<>(Instant.parse("2026-07-20T03:12:55Z"));
        SteadyClock clock = new SteadyClock(wall::get, () -> 0);
        wall.set(wall.get().plusSeconds(3600));
        node.enqueue(new MockResponse.Builder().body("""
                        {"members": [{"name": "a", "role": "leader", "state": "running",
                                      "scheduled_restart": {"schedule": "2026-07-20T06:00:00+00:00"}}],
                         "scheduled_switchover": {"at": "2026-07-20T05:00:00+00:00"}}""").build());
        node.enqueue(new MockResponse.Builder()
                .body("[[1, 100, \"no recovery target specified\", \"2026-07-20T01:00:00+00:00\", \"a\"]]")
                .build());

        try (PatroniClient late = Clusters.client(clock)) {
            ClusterView view = late.cluster(base(), TIMEOUT).value().orElseThrow();
            assertThat(view.scheduledSwitchover().at()).isEqualTo("2026-07-20T04:00:00Z");
            assertThat(view.scheduledRestarts().get(0).at()).isEqualTo("2026-07-20T05:00:00Z");
            assertThat(late.history(base(), TIMEOUT)
                            .value()
                            .orElseThrow()
                            .entries()
                            .get(0)
                            .began())
                    .isEqualTo("2026-07-20T00:00:00Z");
        }
    }

    private static Instant startTime() throws Exception {
        return StatusParser.parse(Samples.json("4.1/patroni_leader.json"))
                .postgres()
                .postmasterStartTime();
    }

    private static MockResponse dated(String body, Instant date) {
        return new MockResponse.Builder()
                .addHeader(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                date.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)))
                .body(body)
                .build();
    }

    @Test
    void asksForTheCluster() throws InterruptedException {
        node.enqueue(sample(200, "4.1/cluster.json"));

        assertThat(client.cluster(base(), TIMEOUT).value())
                .map(view -> view.members().size())
                .contains(3);
        assertThat(node.takeRequest().getTarget()).isEqualTo("/cluster");
    }

    @Test
    void asksForTheHistory() throws InterruptedException {
        node.enqueue(sample(200, "4.1/history.json"));

        assertThat(client.history(base(), TIMEOUT).value())
                .map(history -> history.entries().size())
                .contains(3);
        assertThat(node.takeRequest().getTarget()).isEqualTo("/history");
    }

    @Test
    void asksForTheConfiguration() throws InterruptedException {
        node.enqueue(sample(200, "edge/config_typical.json"));

        assertThat(client.config(base(), TIMEOUT).value())
                .map(DynamicConfig::failsafeMode)
                .contains(true);
        assertThat(node.takeRequest().getTarget()).isEqualTo("/config");
    }

    @ParameterizedTest
    @CsvSource({"200, true", "503, false"})
    void livenessIsTheStatusAlone(int status, boolean alive) throws InterruptedException {
        node.enqueue(new MockResponse.Builder()
                .status("HTTP/1.0 " + status + " Whatever")
                .clearHeaders()
                .build());

        assertThat(client.liveness(base(), TIMEOUT).value()).contains(alive);
        assertThat(node.takeRequest().getRequestLine()).isEqualTo("GET /liveness HTTP/1.1");
    }

    @Test
    void anAnswerIsStampedWhenAskedAndWhenReceived() {
        node.enqueue(sample(200, "4.1/cluster.json"));
        AtomicInteger seconds = new AtomicInteger();
        InstantSource ticking = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
        try (PatroniClient ticked = new PatroniClient(
                Clusters.config(new PatroniConfig(null, null, Clusters.NO_TLS, Clusters.LOOPBACK)),
                ticking.withZone(ZoneOffset.UTC),
                call -> EventListener.NONE)) {

            Answer<ClusterView> answer = ticked.cluster(base(), TIMEOUT);

            assertThat(answer)
                    .isEqualTo(Answer.answered(
                            answer.value().orElseThrow(), Instant.ofEpochSecond(1), Instant.ofEpochSecond(2)));
        }
    }

    @Test
    void aFailureIsStampedWhenItIsKnown() {
        node.enqueue(status(500));

        assertThat(client.cluster(base(), TIMEOUT))
                .isEqualTo(Answer.failed(
                        FailureKind.HTTP_STATUS, "GET " + base() + "/cluster: HTTP status 500", Clusters.NOW));
    }

    @Test
    void takesTheNodeJsonOfAnUnhealthyNode() {
        node.enqueue(sample(503, "edge/patroni_stopped.json"));

        assertThat(client.status(base(), TIMEOUT).value())
                .map(PatroniStatus::role)
                .contains(NodeRole.DEMOTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Service Unavailable</html>", "{\"error\": \"no upstream\"}", ""})
    void aProxysOwn503IsAnHttpStatus(String body) {
        node.enqueue(new MockResponse(503, Headers.EMPTY, body));

        assertThat(failure(client.status(base(), TIMEOUT)).kind()).isEqualTo(FailureKind.HTTP_STATUS);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 302, 307, 404, 408, 418, 421, 500, 502, 504})
    void anotherStatusIsAFailureThatNamesIt(int status) {
        node.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Location", "/elsewhere")
                .body(status == 204 ? "" : "<html>Bad Gateway</html>")
                .build());

        assertThat(failure(client.status(base(), TIMEOUT)))
                .isEqualTo(new Failure(FailureKind.HTTP_STATUS, "GET " + base() + "/patroni: HTTP status " + status));
        assertThat(node.getRequestCount()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedUserIsAnAuthFailure(int status) {
        node.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("WWW-Authenticate", "Basic realm=x")
                .build());

        assertThat(failure(client.liveness(base(), TIMEOUT)).kind()).isEqualTo(FailureKind.AUTH);
        assertThat(node.getRequestCount()).isOne();
    }

    @Test
    void doesNotAskAgainWhenTheServerSuggestsIt() {
        node.enqueue(
                new MockResponse.Builder().code(503).addHeader("Retry-After", 0).build());

        assertThat(client.liveness(base(), TIMEOUT).value()).contains(false);
        assertThat(node.getRequestCount()).isOne();
    }

    @Test
    void everyQuestionGetsAConnectionOfItsOwn() throws InterruptedException {
        node.enqueue(sample(200, "4.1/history.json"));
        node.enqueue(sample(200, "4.1/history.json"));

        client.history(base(), TIMEOUT);
        client.history(base(), TIMEOUT);

        RecordedRequest first = node.takeRequest();
        RecordedRequest second = node.takeRequest();
        assertThat(List.of(first.getExchangeIndex(), second.getExchangeIndex())).containsOnly(0);
        assertThat(second.getHeaders().get("Connection")).isEqualTo("close");
    }

    @Test
    void theScopeCountsAndNotTheNameOfTheCluster() {
        PatroniConfig patroni = new PatroniConfig(null, null, Clusters.NO_TLS, Clusters.LOOPBACK);
        try (PatroniClient named = new PatroniClient(
                Clusters.config("orders-prod", patroni), Clock.systemUTC(), call -> EventListener.NONE)) {
            node.enqueue(sample(200, "4.1/patroni_leader.json"));
            node.enqueue(sample(200, "4.1/cluster.json"));
            node.enqueue(new MockResponse.Builder()
                    .body(Samples.bytes("4.1/patroni_leader.json").utf8().replace("orders-eu", "orders-prod"))
                    .build());

            assertThat(named.status(base(), TIMEOUT).isAnswered()).isTrue();
            assertThat(named.cluster(base(), TIMEOUT).isAnswered()).isTrue();
            assertThat(failure(named.status(base(), TIMEOUT)).detail())
                    .endsWith("answers for scope \"orders-prod\", not \"orders-eu\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://tasks.db_node.invalid:8008", "http://_node.invalid", "http://node.invalid.1a"})
    void asksHostsWhoseNamesJavaDoesNotKnow(URI address) {
        assertThat(failure(client.status(address, TIMEOUT)).kind()).isEqualTo(FailureKind.DNS);
    }

    @Test
    void anotherScopeInTheStatusIsAMismatch() {
        node.enqueue(new MockResponse.Builder()
                .body(Samples.bytes("4.1/patroni_leader.json").utf8().replace("orders-eu", "orders-\\nus"))
                .build());

        assertThat(failure(client.status(base(), TIMEOUT)))
                .isEqualTo(new Failure(
                        FailureKind.SCOPE_MISMATCH,
                        "GET " + base() + "/patroni: answers for scope \"orders- us\", not \"orders-eu\""));
    }

    @Test
    void anotherScopeBehindA503IsAMismatch() {
        node.enqueue(new MockResponse.Builder()
                .code(503)
                .body(Samples.bytes("4.1/patroni_leader.json").utf8().replace("orders-eu", "orders-us"))
                .build());

        assertThat(failure(client.status(base(), TIMEOUT)).kind()).isEqualTo(FailureKind.SCOPE_MISMATCH);
    }

    @Test
    void anotherScopeInTheClusterIsAMismatch() {
        node.enqueue(sample(200, "edge/cluster_standby_cluster_4.1.json"));

        assertThat(failure(client.cluster(base(), TIMEOUT)).detail())
                .endsWith("answers for scope \"orders-dr\", not \"orders-eu\"");
    }

    @Test
    void aClusterThatDoesNotSayItsScopeIsTaken() {
        node.enqueue(sample(200, "3.0/cluster.json"));

        assertThat(client.cluster(base(), TIMEOUT).isAnswered()).isTrue();
    }

    @Test
    void nonsenseJsonIsABadAnswer() {
        node.enqueue(new MockResponse.Builder().body("{\"members\": 5}").build());

        assertThat(failure(client.cluster(base(), TIMEOUT)))
                .isEqualTo(new Failure(
                        FailureKind.BAD_ANSWER,
                        "GET " + base() + "/cluster: no array in \"members\", which every version of Patroni writes"));
    }

    @Test
    void aHugeAnswerIsGivenUp() {
        Buffer huge = new Buffer().writeUtf8(" ".repeat(10 << 20));
        node.enqueue(new MockResponse.Builder().body(huge.clone()).build());
        node.enqueue(new MockResponse.Builder().chunkedBody(huge.clone(), 8192).build());

        assertThat(failure(client.config(base(), TIMEOUT)).kind()).isEqualTo(FailureKind.TOO_LARGE);
        assertThat(failure(client.config(base(), TIMEOUT)).kind()).isEqualTo(FailureKind.TOO_LARGE);
    }

    @Test
    void anAnswerOfExactlyTheLimitIsTaken() {
        String json = "{\"members\": []}";
        String padding = " ".repeat(InputLimits.DEFAULTS.answerBytes() - json.length());
        node.enqueue(new MockResponse.Builder().body(json + padding).build());
        node.enqueue(new MockResponse.Builder().body(json + padding + " ").build());

        assertThat(client.cluster(base(), TIMEOUT).isAnswered()).isTrue();
        assertThat(failure(client.cluster(base(), TIMEOUT)).kind()).isEqualTo(FailureKind.TOO_LARGE);
    }

    @Test
    void sendsNoCredentialsUnlessConfigured() throws InterruptedException {
        node.enqueue(status(200));

        client.liveness(URI.create("http://user:secret@127.0.0.1:" + node.getPort()), TIMEOUT);

        assertThat(node.takeRequest().getHeaders().get("Authorization")).isNull();
    }

    @Test
    void readsTheRotatedPasswordAgain(@TempDir Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("password");
        try (PatroniClient known = Clusters.client(
                new PatroniConfig("watcher", Secret.inFile(file), Clusters.NO_TLS, Clusters.LOOPBACK))) {
            for (String password : List.of("old", "pässword")) {
                Files.writeString(file, password + "\n");
                node.enqueue(status(200));

                known.liveness(base(), TIMEOUT);

                assertThat(node.takeRequest().getHeaders().get("Authorization"))
                        .isEqualTo(Credentials.basic("watcher", password, StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void aPasswordFileThatIsGoneIsAnAuthFailureThatNamesIt(@TempDir Path directory) {
        Path file = directory.resolve("password");
        try (PatroniClient known = Clusters.client(
                new PatroniConfig("watcher", Secret.inFile(file), Clusters.NO_TLS, Clusters.LOOPBACK))) {

            Failure failure = failure(known.liveness(base(), TIMEOUT));

            assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(failure.detail()).contains(file.getFileName().toString());
            assertThat(node.getRequestCount()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1:8008", "http://127.0.0.1:99999", "mailto:x", "/patroni", "http:///"})
    void anAddressThatIsNoneIsAFailure(String base) {
        assertThat(failure(client.status(URI.create(base), TIMEOUT)).kind()).isEqualTo(FailureKind.NO_ADDRESS);
    }

    @Test
    void keepsPasswordsOfAddressesOutOfTheDetail() {
        assertThat(failure(client.status(URI.create("ftp://user:secret@pg-a:21/?key=secret#secret"), TIMEOUT))
                        .detail())
                .isEqualTo("GET ftp://pg-a:21/patroni: no http or https address with a usable host");
    }

    @Test
    void aBaseMayHaveAPathOfItsOwn() throws InterruptedException {
        node.enqueue(status(200));

        client.liveness(base().resolve("/pg-a/"), TIMEOUT);

        assertThat(node.takeRequest().getTarget()).isEqualTo("/pg-a/liveness");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5})
    void withoutTimeLeftNobodyIsAsked(long millis) {
        assertThat(failure(client.status(base(), Duration.ofMillis(millis))).kind())
                .isEqualTo(FailureKind.TIMEOUT);
        assertThat(node.getRequestCount()).isZero();
    }

    @Test
    void theListenerHearsOfEveryCall() {
        AtomicInteger calls = new AtomicInteger();
        EventListener.Factory counting = call -> new EventListener() {
            @Override
            public void callEnd(Call ended) {
                calls.incrementAndGet();
            }
        };
        node.enqueue(status(200));
        try (PatroniClient heard = new PatroniClient(
                Clusters.config(new PatroniConfig(null, null, Clusters.NO_TLS, Clusters.LOOPBACK)),
                Clock.systemUTC(),
                counting)) {
            heard.liveness(base(), TIMEOUT);
        }

        assertThat(calls).hasValue(1);
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + node.getPort());
    }

    private static MockResponse sample(int status, String name) {
        return new MockResponse.Builder()
                .code(status)
                .body(new Buffer().write(Samples.bytes(name)))
                .build();
    }

    private static MockResponse status(int status) {
        return new MockResponse.Builder().code(status).build();
    }

    private static Failure failure(Answer<?> answer) {
        return answer.reason().orElseThrow();
    }
}
