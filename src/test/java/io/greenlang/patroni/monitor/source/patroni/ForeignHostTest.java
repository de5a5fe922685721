package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.PatroniConfig;
import io.greenlang.patroni.monitor.config.HostList;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that a member publishes and the configuration does not name gets no secrets, and is not quoted. */
class ForeignHostTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Secret PASSWORD = Secret.ofValue("secret");

    private final MockWebServer node = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        node.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void isAskedWithoutCredentials() throws InterruptedException {
        node.enqueue(new MockResponse.Builder().body("").build());
        try (PatroniClient client = client("10.0.0.1")) {
            assertThat(client.liveness(base(), TIMEOUT).isAnswered()).isTrue();
        }
        assertThat(node.takeRequest().getHeaders().get("Authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void saysWhatToDoWhereItWantsThem(int status) {
        node.enqueue(
                new MockResponse.Builder().code(status).body("who are you?").build());
        try (PatroniClient client = client("10.0.0.1")) {
            Failure failure = client.status(base(), TIMEOUT).reason().orElseThrow();

            assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(failure.detail())
                    .endsWith(
                            "/patroni: HTTP status " + status + "; credentials not sent: 127.0.0.1 is not named in the"
                                    + " configuration; add it to patroni.send-credentials-to");
        }
    }

    @Test
    void isNamedByTheAddressesOfTheConfigurationsDnsName() throws InterruptedException {
        node.enqueue(new MockResponse.Builder().body("").build());
        try (PatroniClient client = client("patroni.example")) {
            client.seedsAreAt(List.of(base()));
            client.seedsAreAt(List.of());
            client.liveness(base(), TIMEOUT);
        }
        assertThat(node.takeRequest().getHeaders().get("Authorization"))
                .isEqualTo(Credentials.basic("watcher", "secret"));
    }

    @Test
    void getsNothingThroughARedirect() throws InterruptedException {
        node.enqueue(new MockResponse.Builder()
                .code(302)
                .setHeader("Location", "http://localhost:" + node.getPort() + "/elsewhere")
                .build());
        try (PatroniClient client = client("127.0.0.1")) {
            assertThat(client.status(base(), TIMEOUT).reason().orElseThrow().kind())
                    .isEqualTo(FailureKind.HTTP_STATUS);
        }
        assertThat(node.getRequestCount()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topsecret page",
                "{\"topsecret\":",
                "{\"patroni\": {\"scope\": \"topsecret\", \"name\": \"x\"}}",
                "[\"topsecret\"]"
            })
    void isNotQuoted(String body) {
        node.enqueue(new MockResponse.Builder().body(body).build());
        node.enqueue(new MockResponse.Builder()
                .status("HTTP/1.1 500 topsecret")
                .body(body)
                .build());
        node.enqueue(new MockResponse.Builder().status("topsecret").body(body).build());
        try (PatroniClient client = client("10.0.0.1")) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.status(base(), TIMEOUT).reason().orElseThrow().detail())
                        .doesNotContain("topsecret");
            }
        }
    }

    @Test
    void oneThatIsNamedIsQuoted() {
        node.enqueue(new MockResponse.Builder().body("a login page").build());
        try (PatroniClient client = client("127.0.0.1")) {
            assertThat(client.status(base(), TIMEOUT).reason().orElseThrow().detail())
                    .endsWith("no JSON, starts with \"a login page\"");
        }
    }

    private static PatroniClient client(String named) {
        return Clusters.client(new PatroniConfig("watcher", PASSWORD, Clusters.NO_TLS, HostList.of(named)));
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + node.getPort());
    }
}
