package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DcsConfig.Consul;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.model.DcsState.Lock;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as an agent of Consul gives them, with the keys that {@code patroni/dcs/consul.py} of 4.1 writes. */
@Timeout(30)
class ConsulSourceTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String MEMBER = "{\"conn_url\":\"postgres://10.0.1.10:5432/postgres\","
            + "\"api_url\":\"http://10.0.1.10:8008/patroni\",\"state\":\"running\",\"role\":\"primary\",\"timeline\":2}";

    private static final String PAIRS = "["
            + String.join(
                    ",",
                    pair("service/demo/config", "{\"ttl\":30,\"loop_wait\":10}", ""),
                    pair("service/demo/initialize", "7390000000000000001", ""),
                    pair("service/demo/leader", "node1", ",\"Session\":\"adf4238a-882b-9ddc-4a9d-5b6758e4159e\""),
                    pair("service/demo/members/node1", MEMBER, ",\"Session\":\"adf4238a-882b-9ddc-4a9d-5b6758e4159e\""),
                    "{\"LockIndex\":0,\"Key\":\"service/demo/history\",\"Flags\":0,\"Value\":null}")
            + "]";

    private MockDcs server;
    private DcsSource source;

    @BeforeEach
    void start() throws IOException {
        server = new MockDcs();
        server.answers = request -> MockDcs.json(PAIRS);
        source = source(null, null, server.address());
    }

    @AfterEach
    void stop() {
        source.close();
        server.close();
    }

    private DcsSource source(Integer citusGroup, Secret token, URI... endpoints) {
        return new DcsSources(Clock.systemUTC())
                .source(
                        new Consul(List.of(endpoints), "service", citusGroup, token, new Tls(null, null, null, true)),
                        "demo",
                        InputLimits.DEFAULTS);
    }

    private static String pair(String key, String value, String more) {
        return "{\"LockIndex\":1,\"Key\":\"" + key + "\",\"Flags\":0,\"Value\":\""
                + ByteString.encodeUtf8(value).base64() + "\",\"CreateIndex\":12,\"ModifyIndex\":21" + more + "}";
    }

    private static Failure failure(Answer<?> answer) {
        return answer.reason().orElseThrow();
    }

    /** Consul does not tell what is left of a session. */
    @Test
    void readsTheKeysByQuorumAndKnowsNoLease() {
        Keys keys = source.keys(TIMEOUT).value().orElseThrow();

        assertThat(keys.lock()).isEqualTo(new Lock("node1", null));
        assertThat(keys.systemIdentifier()).isEqualTo("7390000000000000001");
        assertThat(keys.history()).isNull();
        assertThat(keys.view().member("node1").orElseThrow().address().host()).isEqualTo("10.0.1.10");
        assertThat(server.asked).singleElement().satisfies(request -> {
            assertThat(request.getMethod()).isEqualTo("GET");
            assertThat(request.getTarget()).isEqualTo("/v1/kv/service/demo/?recurse=true&consistent=true");
            assertThat(request.getHeaders().get("Authorization")).isNull();
        });
    }

    @Test
    void looksBelowTheGroupOfACitusFormationWithItsToken() {
        source.close();
        source = source(2, Secret.ofValue("s3cret"), server.address());

        assertThat(failure(source.keys(TIMEOUT)).detail()).endsWith("lists keys that were not asked for");
        assertThat(server.paths()).containsExactly("/v1/kv/service/demo/2/");
        assertThat(server.asked.get(0).getHeaders().get("Authorization")).isEqualTo("Bearer s3cret");
    }

    /** Where there is no such key, Consul has no answer either. */
    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "leader", "0/members/node1"})
    void doesNotTakeAPlaceWithoutAClusterForOneWithoutALeader(String key) {
        server.answers = request -> key.isEmpty()
                ? new MockResponse.Builder()
                        .code(404)
                        .setHeader("X-Consul-Index", "1")
                        .build()
                : MockDcs.json(key.equals("[]") ? key : "[" + pair("service/demo/" + key, "node1", "") + "]");

        Failure failure = failure(source.keys(TIMEOUT));

        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_ANSWER);
        assertThat(failure.detail())
                .isEqualTo("Consul at " + server.address()
                        + ": no member is registered below service/demo/: check dcs.endpoints, dcs.namespace,"
                        + " dcs.token-file, scope, and dcs.citus-group where it is Citus");
    }

    /** A part would look like members that have gone. */
    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    void takesWhatWasLeftOutForMissingRights(int status) {
        server.answers = request -> new MockResponse.Builder()
                .code(status)
                .setHeader("X-Consul-Results-Filtered-By-ACLs", "true")
                .body(status == 200 ? PAIRS : "")
                .build();

        Failure failure = failure(source.keys(TIMEOUT));

        assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure.detail()).contains("key_prefix \"service/demo/\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | Permission denied: token with AccessorID '0000' lacks permission 'key:list' on "service/demo/" | PERMISSION
            403 | ACL not found                                                                                  | AUTH
            401 | no                                                                                             | AUTH
            500 | No cluster leader                                                                              | HTTP_STATUS
            """)
    void saysWhyItIsRefused(int status, String body, FailureKind kind) {
        server.answers = request -> MockDcs.text(status, body);

        Failure failure = failure(source.keys(TIMEOUT));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.detail()).endsWith("HTTP status " + status + ": " + body);
    }

    @Test
    void asksTheNextAgent() throws IOException {
        try (MockDcs other = new MockDcs()) {
            other.answers = request -> MockDcs.text(500, "No cluster leader");
            source.close();
            source = source(null, null, other.address(), server.address());

            assertThat(source.keys(TIMEOUT).isAnswered()).isTrue();
            assertThat(source.keys(TIMEOUT).isAnswered()).isTrue();
            assertThat(other.asked).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"'\"10.0.0.1:8300\"', true", "'\"\"\n', false"})
    void hasAQuorumWhereItKnowsALeader(String leader, boolean quorum) {
        server.answers = request -> MockDcs.json(leader);

        assertThat(source.health(server.address(), TIMEOUT).value()).contains(new Health("", quorum, List.of()));
        assertThat(server.paths()).containsExactly("/v1/status/leader");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>", "null"})
    void takesNothingElseForAConsul(String body) {
        server.answers = request -> MockDcs.json(body);

        assertThat(failure(source.health(server.address(), TIMEOUT)).kind()).isEqualTo(FailureKind.BAD_ANSWER);
        assertThat(source.keys(TIMEOUT).isAnswered()).isFalse();
    }

    @Test
    void survivesOddPairs() {
        Stream.of("[1]", "[{}]", "[{\"Key\":\"service/demo/leader\",\"Value\":\"%\"}]", "{\"a\":1}")
                .forEach(odd -> {
                    server.answers = request -> MockDcs.json(odd);
                    assertThat(failure(source.keys(TIMEOUT)).kind()).isEqualTo(FailureKind.BAD_ANSWER);
                });
    }
}
