package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DcsConfig.Consul;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of keys as an agent of Consul gives them. */
@Timeout(30)
class ConsulDirectoryTest {
    private static final String SELF = "/v1/acl/token/self";
    private static final MockResponse ACL_DISABLED = MockDcs.text(401, "ACL support disabled");
    private static final MockResponse NO_KEYS = new MockResponse.Builder()
            .code(404)
            .setHeader("X-Consul-Index", "1")
            .build();

    private MockDcs server;
    private MockResponse keys = keys("service/demo/initialize");
    private MockResponse self = ACL_DISABLED;

    @BeforeEach
    void start() throws IOException {
        server = new MockDcs();
        server.answers = request -> request.getUrl().encodedPath().equals(SELF) ? self : keys;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static MockResponse keys(String... keys) {
        return MockDcs.json(Stream.of(keys).map(key -> '"' + key + '"').collect(Collectors.joining(",", "[", "]")));
    }

    private Answer<Listing> look() {
        return look(null, server.address());
    }

    private static Answer<Listing> look(Secret token, URI... endpoints) {
        Consul config = new Consul(List.of(endpoints), "service", null, token, new Tls(null, null, null, true));
        return Looks.into(config);
    }

    private Failure failure() {
        return look().reason().orElseThrow();
    }

    @Test
    void findsEveryScopeBelowTheNamespaceAndNoOtherProgram() {
        keys = keys(
                "service/",
                "service/demo/initialize",
                "service/demo/members/patroni-0",
                "service/citus/0/leader",
                "service/citus/1/config",
                "service/notpatroni/value",
                "service/" + "n".repeat(200) + "/config");

        assertThat(Looks.names(look())).containsExactly("citus/0", "citus/1", "demo");
    }

    @Test
    void asksForTheNamesAloneByQuorumWithItsToken() {
        look(Secret.ofValue("s3cret"), server.address());

        assertThat(server.asked).singleElement().satisfies(request -> {
            assertThat(request.getMethod()).isEqualTo("GET");
            assertThat(request.getTarget()).isEqualTo("/v1/kv/service/?keys=true&consistent=true");
            assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer s3cret");
        });
    }

    @Test
    void findsNoneInAnEmptyPlace() {
        keys = NO_KEYS;

        assertThat(Looks.names(look())).isEmpty();
    }

    /** Any web server says so to everything, and is empty for that reason. */
    @Test
    void doesNotTakeAnotherServersNotFoundForAnEmptyPlace() {
        keys = MockDcs.text(404, "404 page not found");

        assertThat(failure().kind()).isEqualTo(FailureKind.BAD_ANSWER);
        assertThat(failure().detail()).endsWith("HTTP status 404 of something that is not Consul");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    void takesNoPartForTheWhole(int status) {
        keys = new MockResponse.Builder()
                .code(status)
                .setHeader("X-Consul-Index", "12")
                .setHeader("X-Consul-Results-Filtered-By-ACLs", "true")
                .body(status == 200 ? "[\"service/demo/initialize\"]" : "")
                .build();

        assertThat(failure().kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure().detail()).contains("it needs key_prefix \"service/\" with policy = \"read\"");
    }

    /** Consul tells nobody without a token that it left keys out. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | ACL not found
            403 | token does not exist: ACL not found
            401 | who are you
            200 | {"AccessorID":"00000000-0000-0000-0000-000000000002","SecretID":"anonymous"}
            """)
    void doesNotBelieveAListThatMayBeFilteredInSilence(int status, String body) {
        self = MockDcs.text(status, body);

        assertThat(failure().kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure().detail())
                .isEqualTo("Consul at " + server.address()
                        + ": ACLs are enabled, and without a token Consul does not say whether it"
                        + " left keys out: set token-file");
    }

    /** Consul logs that question as an error. */
    @Test
    void asksOnceWhetherThereAreAclsAndAgainWhenThePolicyIsAnother() {
        Consul config = new Consul(List.of(server.address()), "service", null, null, new Tls(null, null, null, true));
        try (DcsDirectory directory = Looks.directory(config)) {
            directory.clusters(Looks.TIMEOUT);
            directory.clusters(Looks.TIMEOUT);
            assertThat(server.paths()).containsExactly("/v1/kv/service/", SELF, "/v1/kv/service/");

            keys = new MockResponse.Builder()
                    .setHeader("X-Consul-Default-Acl-Policy", "deny")
                    .body("[]")
                    .build();
            self = MockDcs.text(403, "ACL not found");
            for (int i = 0; i < 2; i++) {
                assertThat(directory
                                .clusters(Looks.TIMEOUT)
                                .reason()
                                .orElseThrow()
                                .kind())
                        .isEqualTo(FailureKind.PERMISSION);
            }
        }
    }

    /** To that one Consul tells it. */
    @Test
    void believesTheListOfAnAgentWithATokenOfItsOwn() {
        self = MockDcs.json("{\"AccessorID\":\"6a1253d2-1785-24fd-91c2-f8e78c745511\"}");

        assertThat(Looks.names(look())).containsExactly("demo");
    }

    @Test
    void believesNothingWhereItIsNotToldWhetherThereAreRights() {
        self = MockDcs.text(500, "No cluster leader");

        assertThat(failure().kind()).isEqualTo(FailureKind.HTTP_STATUS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | Permission denied: token with AccessorID '0000' lacks permission 'key:list' on "service/" | PERMISSION
            403 | ACL not found                                                                             | AUTH
            500 | No cluster leader                                                                         | HTTP_STATUS
            """)
    void saysWhyItIsRefused(int status, String body, FailureKind kind) {
        keys = MockDcs.text(status, body);

        assertThat(failure().kind()).isEqualTo(kind);
        assertThat(failure().detail()).endsWith("HTTP status " + status + ": " + body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1]", "[null]", "[{}]", "[\"other/demo/config\"]", "<html>", ""})
    void takesNothingElseForAList(String body) {
        keys = MockDcs.json(body);

        assertThat(look().isAnswered()).isFalse();
    }

    @Test
    void isBounded() {
        keys = keys(IntStream.range(0, 60_000)
                .mapToObj(i -> "service/cluster-number-%06d/initialize".formatted(i))
                .toArray(String[]::new));

        assertThat(failure().kind()).isEqualTo(FailureKind.TOO_LARGE);
    }

    @Test
    void findsThousandsInOneAnswer() {
        keys = keys(IntStream.range(0, 30_000)
                .mapToObj(i -> "service/cluster-%04d/members/patroni-%d".formatted(i / 10, i % 10))
                .toArray(String[]::new));

        assertThat(Looks.names(look())).hasSize(3000);
    }

    @Test
    void asksTheNextAgent() throws IOException {
        try (MockDcs other = new MockDcs()) {
            other.answers = request -> MockDcs.text(500, "No cluster leader");

            assertThat(Looks.names(look(Secret.ofValue("s"), other.address(), server.address())))
                    .containsExactly("demo");
        }
    }
}
