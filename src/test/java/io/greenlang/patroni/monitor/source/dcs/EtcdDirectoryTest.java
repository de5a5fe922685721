package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ranges as etcd gives them; {@code DiscoverIT} asks a real one. */
@Timeout(30)
class EtcdDirectoryTest {

    private final NavigableSet<String> keys = new TreeSet<>();
    private final MockWebServer etcd = new MockWebServer();
    private int asked;
    private int failing;
    private String etcdId = "1";
    private int revision = 10;

    @BeforeEach
    void start() throws IOException {
        etcd.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                asked++;
                return asked == failing ? new MockResponse.Builder().code(503).build() : range(request);
            }
        });
        etcd.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        etcd.close();
    }

    @Test
    void findsEveryScopeBelowTheNamespaceAndNoOtherProgram() {
        keys.addAll(List.of(
                "/service/demo/initialize",
                "/service/demo/members/patroni-0",
                "/service/citus/0/leader",
                "/service/citus/1/config",
                "/service/notpatroni/value",
                "/services/other/initialize"));

        assertThat(Looks.names(look())).containsExactly("citus/0", "citus/1", "demo");
    }

    @Test
    void readsPageAfterPage() {
        for (int i = 0; i < 1200; i++) {
            keys.addAll(List.of(
                    "/service/c%04d/config".formatted(i),
                    "/service/c%04d/initialize".formatted(i),
                    "/service/c%04d/leader".formatted(i),
                    "/service/c%04d/members/a".formatted(i)));
        }

        assertThat(Looks.names(look())).hasSize(1200);
        assertThat(asked).isEqualTo(3);
    }

    /** Or clusters would go that are there. */
    @Test
    void takesNoPartForTheWhole() {
        for (int i = 0; i < 3000; i++) {
            keys.add("/service/c%04d/config".formatted(i));
        }
        failing = 2;

        assertThat(look().reason().orElseThrow().kind()).isEqualTo(FailureKind.HTTP_STATUS);
    }

    @Test
    void findsNoneInAnEmptyPlace() {
        assertThat(Looks.names(look())).isEmpty();
    }

    /** From a copy of its data, or from a backup: another id, or fewer revisions. */
    @Test
    void knowsAnEtcdThatWasPutBack() {
        keys.add("/service/demo/initialize");
        try (DcsDirectory directory = Looks.directory(config())) {
            String first = storeOf(directory);
            revision += 5;
            assertThat(storeOf(directory)).isEqualTo(first);

            revision -= 3;
            String restored = storeOf(directory);
            assertThat(restored).isNotEqualTo(first);
            revision += 1;
            assertThat(storeOf(directory)).isEqualTo(restored);

            etcdId = "2";
            assertThat(storeOf(directory)).isNotIn(first, restored);
            etcdId = "1";
            revision += 1;
            assertThat(storeOf(directory)).isEqualTo(restored);
        }
    }

    private static String storeOf(DcsDirectory directory) {
        return directory.clusters(Looks.TIMEOUT).value().orElseThrow().store();
    }

    private Answer<Listing> look() {
        return Looks.into(config());
    }

    private Etcd3 config() {
        return new Etcd3(
                List.of(URI.create("http://127.0.0.1:" + etcd.getPort())),
                "service",
                null,
                null,
                new Tls(null, null, null, true));
    }

    private MockResponse range(RecordedRequest request) {
        try {
            JsonNode question = new ObjectMapper().readTree(request.getBody().utf8());
            int limit = question.path("limit").asInt();
            List<String> all = List.copyOf(keys.subSet(text(question.path("key")), text(question.path("range_end"))));
            String page = all.stream()
                    .limit(limit)
                    .map(key -> "{\"key\":\"" + ByteString.encodeUtf8(key).base64() + "\"}")
                    .collect(Collectors.joining(","));
            return new MockResponse.Builder()
                    .body("{\"header\":{\"cluster_id\":\"" + etcdId + "\",\"revision\":\"" + revision + "\"},\"kvs\":["
                            + page + "]" + (all.size() > limit ? ",\"more\":true" : "") + "}")
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(JsonNode base64) {
        return ByteString.decodeBase64(base64.asText()).utf8();
    }
}
