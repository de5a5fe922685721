package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DcsConfig;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.DcsConfig.User;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.model.DcsState.Lock;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as etcd 3.4 gives them; {@code DcsSourceIT} asks a real one. */
@Timeout(30)
class EtcdSourceTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADER = "{\"header\":{\"raft_term\":\"2\"}";

    @TempDir
    private Path folder;

    private final List<MockWebServer> servers = new ArrayList<>();
    private final List<RecordedRequest> asked = new ArrayList<>();
    private Function<RecordedRequest, MockResponse> etcd = this::sound;
    private DcsSource source;
    private volatile String validToken = "token-1";
    private final SteppedClock clock = new SteppedClock(Clock.systemUTC());

    @BeforeEach
    void start() throws IOException {
        source = source(null, endpoint(request -> etcd.apply(request)));
    }

    @AfterEach
    void stop() {
        source.close();
        servers.forEach(MockWebServer::close);
    }

    private URI endpoint(Function<RecordedRequest, MockResponse> answers) throws IOException {
        MockWebServer server = new MockWebServer();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                asked.add(request);
                return answers.apply(request);
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
        servers.add(server);
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    private DcsSource source(User user, URI... endpoints) {
        return new DcsSources(clock).source(config(user, endpoints), "demo", InputLimits.DEFAULTS);
    }

    private static DcsConfig config(User user, URI... endpoints) {
        return new Etcd3(List.of(endpoints), "service", null, user, new Tls(null, null, null, true));
    }

    @Test
    void readsTheKeysAndWhatIsLeftOfTheLease() throws IOException {
        Keys keys = source.keys(TIMEOUT).value().orElseThrow();

        assertThat(keys.lock()).isEqualTo(new Lock("node1", Duration.ofSeconds(17)));
        assertThat(keys.view().member("node1")).isPresent();
        Map<?, ?> range = JSON.readValue(asked.get(0).getBody().toByteArray(), Map.class);
        assertThat(plain(range.get("key"))).isEqualTo("/service/demo/");
        assertThat(plain(range.get("range_end"))).isEqualTo("/service/demo0");
        assertThat(asked).allSatisfy(request -> assertThat(request.getMethod()).isEqualTo("POST"));
        assertThat(asked)
                .extracting(RecordedRequest::getTarget)
                .containsExactly("/v3/kv/range", "/v3/lease/timetolive");
    }

    /** An expired lease has a TTL of -1. */
    @Test
    void neverHasLessThanNothingLeft() {
        etcd = request -> request.getTarget().endsWith("timetolive")
                ? json(HEADER + ",\"ID\":\"7\",\"TTL\":\"-1\"}")
                : sound(request);

        assertThat(lock().leaseLeft()).isEqualTo(Duration.ZERO);
    }

    @Test
    void knowsTheOwnerWhereTheLeaseCanNotBeRead() {
        etcd = request -> request.getTarget().endsWith("timetolive")
                ? new MockResponse.Builder().code(503).build()
                : sound(request);

        assertThat(lock()).isEqualTo(new Lock("node1", null));
    }

    /** Nothing, a formation of Citus, and what a cluster that moved to another etcd has left behind. */
    @ParameterizedTest
    @ValueSource(strings = {"", "0/leader", "0/members/node1", "leader", "config", "initialize"})
    void doesNotTakeAPlaceWithoutAClusterForOneWithoutALeader(String key) {
        etcd = request -> json(key.isEmpty() ? HEADER + "}" : HEADER + ",\"kvs\":[" + pair(key, "node1", 7) + "]}");

        assertThat(reason(source.keys(TIMEOUT)))
                .isEqualTo(
                        "no member is registered below /service/demo/: check dcs.endpoints, dcs.namespace, scope, and dcs.citus-group where it is Citus");
    }

    @Test
    void looksBelowTheGroupOfACitusFormation() {
        assertThat(new Etcd3(List.of(), "service", 2, null, new Tls(null, null, null, true)).prefix("demo"))
                .isEqualTo("/service/demo/2/");
    }

    @Test
    void asksTheNextEndpointAndStaysThere() throws IOException {
        List<String> first = new ArrayList<>();
        source.close();
        source = source(
                null,
                endpoint(request -> {
                    first.add(request.getTarget());
                    return new MockResponse.Builder().code(503).build();
                }),
                endpoint(this::sound));

        assertThat(source.keys(TIMEOUT).isAnswered()).isTrue();
        assertThat(source.keys(TIMEOUT).isAnswered()).isTrue();
        assertThat(first).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"8211, true", "13803658152347727308, true", "0, false"})
    void hasAQuorumWhereItKnowsALeader(String leader, boolean quorum) {
        etcd = request -> json(HEADER + ",\"version\":\"3.4.23\",\"leader\":\"" + leader + "\"}");

        assertThat(source.health(source.endpoints().get(0), TIMEOUT).value())
                .contains(new Health("3.4.23", quorum, List.of()));
    }

    @Test
    void logsInOnceAndAgainWhenTheTokenIsRefused() throws IOException {
        AtomicInteger logins = new AtomicInteger();
        source.close();
        source = source(user(), endpoint(request -> {
            if (request.getTarget().endsWith("authenticate")) {
                return json(HEADER + ",\"token\":\"token-" + logins.incrementAndGet() + "\"}");
            }
            return validToken.equals(request.getHeaders().get("Authorization"))
                    ? sound(request)
                    : refused(401, "etcdserver: invalid auth token", 16);
        }));

        assertThat(source.keys(TIMEOUT).isAnswered()).isTrue();
        assertThat(source.keys(TIMEOUT).isAnswered()).isTrue();
        assertThat(logins).hasValue(1);
        assertThat(asked.get(1).getBody().utf8()).contains("monitor", "s3cret");

        validToken = "token-2";
        clock.advance(Duration.ofSeconds(11));
        assertThat(source.keys(TIMEOUT).isAnswered()).isTrue();
        assertThat(logins).hasValue(2);
    }

    /** Each login is a password hash and a write for etcd. */
    @Test
    void doesNotHammerAnEtcdThatRefusesThePassword() throws IOException {
        AtomicInteger logins = new AtomicInteger();
        source.close();
        source = source(user(), endpoint(request -> {
            if (request.getTarget().endsWith("authenticate")) {
                logins.incrementAndGet();
                return refused(400, "etcdserver: authentication failed, invalid user ID or password", 3);
            }
            return request.getTarget().endsWith("status")
                    ? sound(request)
                    : refused(400, "etcdserver: user name is empty", 3);
        }));

        for (int round = 0; round < 10; round++) {
            assertThat(source.health(source.endpoints().get(0), TIMEOUT).isAnswered())
                    .isTrue();
            Failure failure = source.keys(TIMEOUT).reason().orElseThrow();
            assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(failure.detail()).contains("invalid user ID or password");
            clock.advance(Duration.ofSeconds(5));
        }
        assertThat(logins).hasValue(1);

        clock.advance(Duration.ofSeconds(11));
        source.keys(TIMEOUT);
        assertThat(logins).hasValue(2);
    }

    /** A hundred clusters on one etcd would be a hundred password hashes at once. */
    @Test
    void allClustersOfOneEtcdShareOneLogin() throws IOException {
        AtomicInteger logins = new AtomicInteger();
        URI etcd = endpoint(request -> request.getTarget().endsWith("authenticate")
                ? json(HEADER + ",\"token\":\"token-" + logins.incrementAndGet() + "\"}")
                : validToken.equals(request.getHeaders().get("Authorization"))
                        ? sound(request)
                        : refused(401, "etcdserver: invalid auth token", 16));
        DcsConfig config = config(user(), etcd);
        DcsSources sources = new DcsSources(clock);

        for (int cluster = 0; cluster < 20; cluster++) {
            try (DcsSource one = sources.source(config, "demo", InputLimits.DEFAULTS)) {
                assertThat(one.keys(TIMEOUT).isAnswered()).isTrue();
            }
        }
        assertThat(logins).hasValue(1);
    }

    /** One that is too busy to answer is not kept busy by logins. */
    @Test
    void waitsLongerAfterEachLoginThatFails() throws IOException {
        AtomicInteger logins = new AtomicInteger();
        source.close();
        source = source(user(), endpoint(request -> {
            if (request.getTarget().endsWith("authenticate")) {
                logins.incrementAndGet();
                return new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build();
            }
            return refused(400, "etcdserver: user name is empty", 3);
        }));

        List<Integer> afterEachMinute = new ArrayList<>();
        for (int second = 0; second < 180; second++) {
            assertThat(source.keys(TIMEOUT).isAnswered()).isFalse();
            clock.advance(Duration.ofSeconds(1));
            if (second % 60 == 59) {
                afterEachMinute.add(logins.get());
            }
        }
        assertThat(afterEachMinute.get(0)).isBetween(4, 5);
        assertThat(afterEachMinute.get(2) - afterEachMinute.get(1)).isBetween(1, 2);
    }

    @Test
    void doesNotLogInAgainAndAgainWhereTheNewTokenIsRefused() throws IOException {
        AtomicInteger logins = new AtomicInteger();
        source.close();
        source = source(user(), endpoint(request -> {
            if (request.getTarget().endsWith("authenticate")) {
                return json(HEADER + ",\"token\":\"token-" + logins.incrementAndGet() + "\"}");
            }
            return refused(400, "etcdserver: revision of auth store is old", 3);
        }));

        for (int round = 0; round < 10; round++) {
            assertThat(source.keys(TIMEOUT).reason().orElseThrow().kind()).isEqualTo(FailureKind.AUTH);
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(logins).hasValue(1);
    }

    @Test
    void needsNoTokenWhereAuthenticationIsNotEnabled() throws IOException {
        source.close();
        source = source(
                user(),
                endpoint(request -> request.getTarget().endsWith("authenticate")
                        ? refused(400, "etcdserver: authentication is not enabled", 9)
                        : sound(request)));

        assertThat(source.keys(TIMEOUT).isAnswered()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "caf\u00e9", "line\\nbreak"})
    void survivesAnOddToken(String token) throws IOException {
        source.close();
        source = source(
                user(),
                endpoint(request -> request.getTarget().endsWith("authenticate")
                        ? json(HEADER + ",\"token\":\"" + token + "\"}")
                        : refused(401, "etcdserver: invalid auth token", 16)));

        assertThat(source.keys(TIMEOUT).reason().orElseThrow().kind()).isEqualTo(FailureKind.BAD_ANSWER);
    }

    @Test
    void countsAZeroThatTheGatewayLeavesOut() {
        etcd = request -> request.getTarget().endsWith("timetolive") ? json(HEADER + ",\"ID\":\"7\"}") : sound(request);

        assertThat(lock().leaseLeft()).isEqualTo(Duration.ZERO);
    }

    @Test
    void doesNotTakeAPartForTheWhole() {
        etcd = request -> request.getTarget().endsWith("range")
                ? json(HEADER + ",\"more\":true,\"kvs\":[" + pair("members/node1", "{}", 8) + "]}")
                : sound(request);

        assertThat(source.keys(TIMEOUT).reason().orElseThrow().kind()).isEqualTo(FailureKind.TOO_LARGE);
    }

    @Test
    void tellsItsErrorsAndNotTheMissingLeaderTwice() {
        etcd = request -> json(HEADER
                + ",\"leader\":\"7\",\"errors\":[\"memberID:1 alarm:NOSPACE \",\"etcdserver: no leader\",\"\"]}");

        assertThat(source.health(source.endpoints().get(0), TIMEOUT).value())
                .contains(new Health("", true, List.of("memberID:1 alarm:NOSPACE")));
    }

    /** One may be the etcd from which the cluster was moved away. */
    @Test
    void refusesTheKeysOfTwoEtcds() throws IOException {
        source.close();
        source = source(null, endpoint(request -> ofEtcd("11", request)), endpoint(request -> ofEtcd("12", request)));
        assertThat(source.keys(TIMEOUT).isAnswered()).isTrue();

        source.endpoints().forEach(endpoint -> source.health(endpoint, TIMEOUT));

        Failure failure = source.keys(TIMEOUT).reason().orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.SCOPE_MISMATCH);
        assertThat(failure.detail()).contains("different etcd clusters", "=11", "=12");
    }

    private MockResponse ofEtcd(String id, RecordedRequest request) {
        return request.getTarget().endsWith("timetolive")
                ? sound(request)
                : json((request.getTarget().endsWith("range")
                                ? HEADER + ",\"kvs\":[" + pair("members/node1", "{}", 8) + "]}"
                                : HEADER + ",\"leader\":\"7\"}")
                        .replace("\"raft_term\"", "\"cluster_id\":\"" + id + "\",\"raft_term\""));
    }

    @Test
    void tellsARefusalRatherThanASilence() throws IOException {
        source.close();
        source = source(
                null,
                endpoint(request -> refused(403, "etcdserver: permission denied", 7)),
                endpoint(request -> new MockResponse.Builder().code(503).build()));

        assertThat(source.keys(TIMEOUT).reason().orElseThrow().kind()).isEqualTo(FailureKind.PERMISSION);
    }

    private User user() throws IOException {
        return new User("monitor", Secret.inFile(Files.writeString(folder.resolve("password"), "s3cret")));
    }

    @ParameterizedTest
    @CsvSource({
        "403, etcdserver: permission denied, 7, PERMISSION",
        "400, etcdserver: user name is empty, 3, AUTH",
        "400, etcdserver: revision of auth store is old, 3, AUTH",
        "401, etcdserver: invalid auth token, 16, AUTH",
        "503, etcdserver: no leader, 14, HTTP_STATUS",
    })
    void tellsEtcdsOwnReason(int status, String message, int code, FailureKind kind) {
        etcd = request -> refused(status, message, code);

        Failure failure = source.keys(TIMEOUT).reason().orElseThrow();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.detail()).endsWith("HTTP status " + status + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{\"kvs\":7}",
                "{\"kvs\":[{\"key\":\"%%%\",\"value\":\"\"}]}",
                "{\"kvs\":[{\"key\":\"YQ==\",\"value\":\"\"}]}"
            })
    void neverThrowsForAnOddAnswer(String odd) {
        etcd = request -> json(odd);

        assertThat(source.keys(TIMEOUT).isAnswered()).isFalse();
        assertThat(source.health(source.endpoints().get(0), TIMEOUT).isAnswered())
                .isFalse();
    }

    private Lock lock() {
        Lock lock = source.keys(TIMEOUT).value().orElseThrow().lock();
        assertThat(lock).isNotNull();
        return lock;
    }

    private static String reason(Answer<?> answer) {
        return answer.reason().orElseThrow().detail().replaceFirst("^etcd at http://[^ ]+: ", "");
    }

    private MockResponse sound(RecordedRequest request) {
        return switch (request.getTarget()) {
            case "/v3/kv/range" ->
                json(HEADER + ",\"kvs\":[" + pair("leader", "node1", 7) + ","
                        + pair("members/node1", "{\"state\":\"running\"}", 8) + "],\"count\":\"2\"}");
            case "/v3/lease/timetolive" -> json(HEADER + ",\"ID\":\"7\",\"TTL\":\"17\",\"grantedTTL\":\"20\"}");
            case "/v3/maintenance/status" -> json(HEADER + ",\"version\":\"3.4.23\",\"leader\":\"8211\"}");
            default -> new MockResponse.Builder().code(404).build();
        };
    }

    private static String pair(String key, String value, int lease) {
        return "{\"key\":\"%s\",\"value\":\"%s\",\"lease\":\"%d\"}"
                .formatted(base64("/service/demo/" + key), base64(value), lease);
    }

    private static MockResponse json(String body) {
        return new MockResponse.Builder().code(200).body(body).build();
    }

    private static MockResponse refused(int status, String message, int code) {
        return new MockResponse.Builder()
                .code(status)
                .body("{\"error\":\"%1$s\",\"message\":\"%1$s\",\"code\":%2$d}".formatted(message, code))
                .build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(Object base64) {
        return new String(Base64.getDecoder().decode((String) base64), StandardCharsets.UTF_8);
    }
}
