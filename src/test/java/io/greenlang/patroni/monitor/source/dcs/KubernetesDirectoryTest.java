package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DcsConfig.Kubernetes;
import io.greenlang.patroni.monitor.config.DcsConfig.PatroniObjects;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as an API server gives them, page by page. */
@Timeout(30)
class KubernetesDirectoryTest {
    private static final PatroniObjects PATRONIS =
            new PatroniObjects("databases", List.of("application=patroni"), "cluster-name", null, null);
    private static final String CRUNCHYS = "postgres-operator.crunchydata.com/patroni";

    private final Map<String, List<String>> objects = new HashMap<>();
    private final Map<String, MockResponse> instead = new HashMap<>();
    private MockDcs server;
    /** The page that fails; none where it is negative. */
    private int failing = -1;

    @BeforeEach
    void start() throws IOException {
        server = new MockDcs();
        server.answers = this::answer;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private MockResponse answer(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        String resource = path.substring(path.lastIndexOf('/') + 1);
        if (server.asked.size() - 1 == failing) {
            return MockDcs.text(
                    410, "{\"kind\":\"Status\",\"message\":\"The provided continue parameter is too old\"}");
        }
        return instead.getOrDefault(resource, page(request, objects.getOrDefault(resource, List.of())));
    }

    private static MockResponse page(RecordedRequest request, List<String> all) {
        String told = request.getUrl().queryParameter("continue");
        int from = told == null ? 0 : Integer.parseInt(told.substring(1));
        int to = Math.min(all.size(), from + Integer.parseInt(request.getUrl().queryParameter("limit")));
        String metadata = to == all.size() ? "" : ",\"continue\":\"@" + to + "\",\"remainingItemCount\":1";
        return MockDcs.json("{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\","
                + "\"metadata\":{\"resourceVersion\":\"815\"" + metadata + "},\"items\":"
                // as kube-apiserver 1.33 has it
                + (all.isEmpty() ? "null" : all.subList(from, to)) + "}");
    }

    private void put(String resource, String name, String labels, String annotations) {
        objects.computeIfAbsent(resource, none -> new ArrayList<>())
                .add("{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{" + labels.replace('\'', '"')
                        + "},\"annotations\":{" + annotations.replace('\'', '"') + "}}}");
    }

    private void putPod(String name, String scope) {
        put("pods", name, "'application':'patroni','cluster-name':'" + scope + "'", "");
    }

    private Answer<Listing> look() {
        return look(PATRONIS);
    }

    private Answer<Listing> look(PatroniObjects wanted) {
        Kubernetes config = new Kubernetes(
                List.of(server.address()), Secret.ofValue("s3cret"), wanted, new Tls(null, null, null, true));
        return Looks.into(config);
    }

    private Failure failure() {
        return look().reason().orElseThrow();
    }

    /** One that is scaled to nothing, too. */
    @Test
    void findsClustersByTheirPodsAndByWhatPatroniHasWritten() {
        putPod("demo-0", "demo");
        putPod("demo-1", "demo");
        putPod("fresh-0", "fresh");
        put("configmaps", "asleep-config", "'cluster-name':'asleep'", "'initialize':'7390000000000000001'");
        put("endpoints", "worker-1", "'cluster-name':'worker','citus-group':'1'", "'leader':'w-0'");
        put("endpoints", "worker", "'cluster-name':'worker'", "");
        put("pods", "odd-0", "'cluster-name':'odd','citus-group':'x'", "");

        assertThat(Looks.names(look())).containsExactly("asleep", "demo", "fresh", "worker/1");
    }

    /** No resourceVersion: that is a read of the quorum. */
    @Test
    void asksForTheMetadataOfAllScopes() {
        look();

        assertThat(server.paths())
                .containsExactly(
                        "/api/v1/namespaces/databases/pods",
                        "/api/v1/namespaces/databases/configmaps",
                        "/api/v1/namespaces/databases/endpoints");
        assertThat(server.asked).allSatisfy(request -> {
            assertThat(request.getMethod()).isEqualTo("GET");
            assertThat(request.getUrl().queryParameter("labelSelector")).isEqualTo("application=patroni,cluster-name");
            assertThat(request.getUrl().queryParameterNames()).containsExactlyInAnyOrder("labelSelector", "limit");
            assertThat(request.getHeaders().get("Accept")).startsWith("application/json;as=PartialObjectMetadataList");
            assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer s3cret");
        });
    }

    @ParameterizedTest
    @CsvSource({"true, endpoints", "false, configmaps"})
    void listsTheKindThatIsConfigured(boolean useEndpoints, String resource) {
        look(new PatroniObjects("databases", List.of("application=spilo"), "cluster-name", useEndpoints, null));

        assertThat(server.paths())
                .containsExactly("/api/v1/namespaces/databases/pods", "/api/v1/namespaces/databases/" + resource);
    }

    /** Its cluster label differs from one to the next, and its scope is not the cluster's name. */
    @Test
    void findsThoseOfCrunchysOperatorByTheScopeLabelAlone() {
        String cluster = "'postgres-operator.crunchydata.com/cluster':'hippo'";
        put("pods", "hippo-00-x-0", cluster + ",'" + CRUNCHYS + "':'hippo-ha'", "");
        put("pods", "hippo-repo-host-0", cluster, "");
        put("endpoints", "hippo-ha-config", cluster + ",'" + CRUNCHYS + "':'hippo-ha'", "'config':'x'");

        assertThat(Looks.names(look(new PatroniObjects("databases", List.of(), CRUNCHYS, true, null))))
                .containsExactly("hippo-ha");
        assertThat(server.asked.get(0).getUrl().queryParameter("labelSelector")).isEqualTo(CRUNCHYS);
    }

    @Test
    void readsPageAfterPage() {
        IntStream.range(0, 250).forEach(i -> putPod("c%03d-0".formatted(i), "c%03d".formatted(i)));

        assertThat(Looks.names(look())).hasSize(250);
        assertThat(server.asked)
                .extracting(request -> request.getUrl().queryParameter("continue"))
                .containsExactly(null, "@100", "@200", null, null);
    }

    /** Or clusters would go that are there. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void takesNoPartForTheWhole(int page) {
        IntStream.range(0, 250).forEach(i -> putPod("c%03d-0".formatted(i), "c%03d".formatted(i)));
        failing = page;

        assertThat(failure().kind()).isEqualTo(FailureKind.HTTP_STATUS);
        server.asked.clear();
        assertThat(failure().detail()).endsWith("HTTP status 410: The provided continue parameter is too old");
    }

    @Test
    void endsWhereAListHasNoEnd() {
        instead.put("pods", MockDcs.json("{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"@1\"},\"items\":[]}"));

        assertThat(failure().kind()).isEqualTo(FailureKind.TOO_LARGE);
        assertThat(failure().detail()).endsWith("pods have the labels application=patroni,cluster-name");
    }

    @Test
    void findsNoneInAnEmptyPlace() {
        assertThat(Looks.names(look())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pods", "configmaps", "endpoints"})
    void saysWhatItMayNotList(String resource) {
        putPod("demo-0", "demo");
        instead.put(
                resource,
                MockDcs.text(403, "{\"kind\":\"Status\",\"message\":\"%s is forbidden\"}".formatted(resource)));

        assertThat(failure().kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure().detail())
                .isEqualTo("Kubernetes at " + server.address() + ": may not list " + resource
                        + " in namespace databases; HTTP status 403: " + resource + " is forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"kind\":\"Status\",\"items\":[]}", "{\"kind\":\"PodList\"}", ""})
    void takesNothingElseForAList(String body) {
        instead.put("pods", MockDcs.json(body));

        assertThat(look().isAnswered()).isFalse();
    }

    @Test
    void doesNotTakeAnotherServersNotFoundForAnEmptyPlace() {
        instead.put("pods", MockDcs.text(404, "404 page not found"));

        assertThat(failure().kind()).isEqualTo(FailureKind.HTTP_STATUS);
    }
}
