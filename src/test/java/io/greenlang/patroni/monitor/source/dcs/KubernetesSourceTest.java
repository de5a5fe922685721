package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DcsConfig.Kubernetes;
import io.greenlang.patroni.monitor.config.DcsConfig.PatroniObjects;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.model.DcsState.Lock;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as an API server gives them, with the annotations that {@code patroni/dcs/kubernetes.py} of 4.1 writes. */
@Timeout(30)
class KubernetesSourceTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String OLD = "2026-11-22T11:59:00.112233+00:00";
    private static final String NEW = "2026-11-22T12:00:10.445566+00:00";
    private static final String EMPTY = list();

    private static final String PODS = list(
            object(
                    "demo-0",
                    "status",
                    "{'conn_url':'postgres://10.244.0.5:5432/postgres','api_url':'http://10.244.0.5:8008/patroni',"
                            + "'state':'running','role':'primary','version':'4.1.5','timeline':2}"),
            object(
                    "demo-1",
                    "status",
                    "{'conn_url':'postgres://10.244.0.6:5432/postgres','api_url':'http://10.244.0.6:8008/patroni',"
                            + "'state':'running','role':'replica','replication_state':'streaming','timeline':2}"),
            object("demo-2"));

    private static final String[] OTHERS = {
        object(
                "demo-config",
                "config",
                "{'ttl':30,'loop_wait':10,'failsafe_mode':true,'synchronous_mode':true}",
                "initialize",
                "7390000000000000001",
                "history",
                "[[1,67112584,'no recovery target specified','2026-11-22T10:00:00+00:00','demo-0']]"),
        object("demo-sync", "leader", "demo-0", "sync_standby", "demo-1", "quorum", "0"),
        object("demo-failover", "leader", "demo-0", "member", "demo-1", "scheduled_at", "2026-11-23T04:00:00+00:00")
    };

    private final SteppedClock clock = new SteppedClock(Clock.systemUTC());
    private final Map<String, MockResponse> answers = new HashMap<>();
    private MockDcs server;
    private DcsSource source;

    @BeforeEach
    void start() throws IOException {
        server = new MockDcs();
        server.answers = this::answer;
        answer("pods", PODS);
        answer("configmaps", list(with(leader("demo-leader", NEW))));
        answer("endpoints", EMPTY);
        source = source(null, null, null);
    }

    @AfterEach
    void stop() {
        source.close();
        server.close();
    }

    private DcsSource source(Boolean useEndpoints, Integer citusGroup, Secret token) {
        return new DcsSources(clock)
                .source(
                        new Kubernetes(
                                List.of(server.address()),
                                token,
                                new PatroniObjects(
                                        "databases",
                                        List.of("application=patroni"),
                                        "cluster-name",
                                        useEndpoints,
                                        citusGroup),
                                new Tls(null, null, null, true)),
                        "demo",
                        InputLimits.DEFAULTS);
    }

    private MockResponse answer(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        return answers.getOrDefault(path.substring(path.lastIndexOf('/') + 1), MockDcs.text(404, ""));
    }

    private void answer(String resource, String body) {
        answers.put(resource, MockDcs.json(body));
    }

    private static String[] with(String leader) {
        return new String[] {leader, OTHERS[0], OTHERS[1], OTHERS[2]};
    }

    private static String leader(String name, String renewed) {
        return object(
                name,
                "leader",
                "demo-0",
                "acquireTime",
                OLD,
                "renewTime",
                renewed,
                "ttl",
                "30",
                "transitions",
                "1",
                "optime",
                "67112584",
                "failsafe",
                "{'demo-0':'http://10.244.0.5:8008/patroni','demo-1':'http://10.244.0.6:8008/patroni'}");
    }

    private static String object(String name, String... annotations) {
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < annotations.length; i += 2) {
            pairs.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(annotations[i])
                    .append("\":\"")
                    .append(annotations[i + 1].replace("'", "\\\""))
                    .append('"');
        }
        return "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"databases\",\"resourceVersion\":\"812\","
                + "\"labels\":{\"application\":\"patroni\",\"cluster-name\":\"demo\"},\"annotations\":{" + pairs
                + "}}}";
    }

    private static String list(String... items) {
        return "{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\","
                + "\"metadata\":{\"resourceVersion\":\"815\"},\"items\":"
                // as kube-apiserver 1.33 has it
                + (items.length == 0 ? "null" : "[" + String.join(",", items) + "]")
                + "}";
    }

    private Keys keys() {
        return source.keys(TIMEOUT).value().orElseThrow();
    }

    private static Failure failure(Answer<?> answer) {
        return answer.reason().orElseThrow();
    }

    @Test
    void readsAllThatPatroniKeepsInConfigMaps() {
        Keys keys = keys();

        assertThat(keys.lock()).isEqualTo(new Lock("demo-0", null));
        assertThat(keys.systemIdentifier()).isEqualTo("7390000000000000001");
        assertThat(keys.failsafe()).containsExactlyInAnyOrder("demo-0", "demo-1");
        assertThat(keys.config()).isNotNull();
        assertThat(keys.history()).isNotNull();
        assertThat(keys.view().scheduledSwitchover()).isNotNull();
        assertThat(keys.view().members())
                .extracting(ListedMember::name, ListedMember::role)
                .containsExactly(
                        tuple("demo-0", MemberRole.LEADER),
                        tuple("demo-1", MemberRole.SYNC_STANDBY),
                        tuple("demo-2", MemberRole.REPLICA));
        assertThat(keys.view().member("demo-1").orElseThrow().address().host()).isEqualTo("10.244.0.6");
    }

    /** No resourceVersion: that is a read of the quorum. No pod's specification, and no ConfigMap's data. */
    @Test
    void asksForTheMetadataOfPatronisObjectsByQuorum() {
        keys();

        assertThat(server.paths())
                .containsExactly(
                        "/api/v1/namespaces/databases/pods",
                        "/api/v1/namespaces/databases/configmaps",
                        "/api/v1/namespaces/databases/endpoints");
        assertThat(server.asked).allSatisfy(request -> {
            assertThat(request.getMethod()).isEqualTo("GET");
            assertThat(request.getUrl().queryParameter("labelSelector"))
                    .isEqualTo("application=patroni,cluster-name=demo");
            assertThat(request.getUrl().queryParameterNames()).containsExactlyInAnyOrder("labelSelector", "limit");
            assertThat(request.getHeaders().get("Accept")).startsWith("application/json;as=PartialObjectMetadataList");
        });
    }

    @ParameterizedTest
    @CsvSource({"true, endpoints", "false, configmaps"})
    void listsOneKindWhereItIsConfigured(boolean useEndpoints, String resource) {
        source.close();
        source = source(useEndpoints, null, null);
        answer("endpoints", list(with(leader("demo", NEW))));

        assertThat(keys().lock()).isEqualTo(new Lock("demo-0", null));
        assertThat(server.paths()).hasSize(2).last().asString().endsWith(resource);
    }

    /** A cluster that went from one to the other leaves the old ones behind. */
    @ParameterizedTest
    @CsvSource({OLD + ", " + NEW + ", 1", NEW + ", " + OLD + ", 0"})
    void takesTheKindThatWasRenewedLast(String maps, String endpoints, int member) {
        answer("configmaps", list(with(leader("demo-leader", maps))));
        answer("endpoints", list(with(leader("demo", endpoints).replace("\"demo-0\"", "\"demo-1\""))));

        assertThat(keys().lock()).isEqualTo(new Lock("demo-" + member, null));
    }

    /** Kubernetes makes one for each Service, with the Service's labels. */
    @Test
    void doesNotTakeAServicesEndpointsForPatronis() {
        answer(
                "endpoints",
                list(
                        object("demo", "endpoints.kubernetes.io/last-change-trigger-time", "2026-11-22T11:00:00Z"),
                        object("demo-repl")));

        assertThat(keys().lock()).isEqualTo(new Lock("demo-0", null));
    }

    @Test
    void countsTheLeaseDownFromTheRenewalThatItHasSeen() {
        keys();
        answer("configmaps", list(with(leader("demo-leader", "2026-11-22T12:00:20+00:00"))));
        assertThat(keys().lock().leaseLeft()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));

        clock.advance(Duration.ofSeconds(20));
        assertThat(keys().lock().leaseLeft()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));

        clock.advance(Duration.ofSeconds(20));
        assertThat(keys().lock()).isNull();
        assertThat(keys().view().leader()).isEmpty();
    }

    /** A leader that stops in good order takes its name away, and leaves the rest. */
    @Test
    void hasNoLockWhereTheLeaderGaveItBack() {
        answer("configmaps", list(with(leader("demo-leader", NEW).replace("\"leader\":\"demo-0\",", ""))));

        assertThat(keys().lock()).isNull();
    }

    @Test
    void looksAtTheGroupOfACitusFormation() {
        source.close();
        source = source(false, 2, null);
        answer(
                "configmaps",
                list(object("demo-2-leader", "leader", "demo-0", "ttl", "30", "renewTime", NEW), OTHERS[0]));

        assertThat(keys().lock()).isEqualTo(new Lock("demo-0", null));
        assertThat(keys().config()).isNull();
        assertThat(server.asked.get(0).getUrl().queryParameter("labelSelector")).endsWith(",citus-group=2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pods", "configmaps", "endpoints"})
    void saysWhatItMayNotRead(String resource) {
        answers.put(resource, MockDcs.text(403, """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s is forbidden: User \
                \\"system:serviceaccount:databases:monitor\\" cannot list resource","reason":"Forbidden","code":403}\
                """.formatted(resource)));

        Failure failure = failure(source.keys(TIMEOUT));

        assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure.detail())
                .startsWith("Kubernetes at " + server.address() + ": may not list " + resource
                        + " in namespace databases; HTTP status 403: " + resource + " is forbidden");
    }

    @Test
    void tellsARefusedTokenFromMissingRights() {
        answers.put("pods", MockDcs.text(401, "{\"kind\":\"Status\",\"message\":\"Unauthorized\",\"code\":401}"));

        Failure failure = failure(source.keys(TIMEOUT));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(failure.detail()).endsWith("HTTP status 401: Unauthorized");
    }

    /** Kubernetes renews it while the pod runs. */
    @Test
    void readsTheTokenAgainForEachRequest(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "one\n");
        source.close();
        source = source(true, null, Secret.inFile(file));
        source.keys(TIMEOUT);
        Files.writeString(file, "two\n");
        source.health(server.address(), TIMEOUT);

        assertThat(server.asked)
                .extracting(request -> request.getHeaders().get("Authorization"))
                .containsExactly("Bearer one", "Bearer one", "Bearer two");
    }

    @Test
    void doesNotTakeAPlaceWithoutAClusterForOneWithoutALeader() {
        answer("configmaps", list(object("other-leader", "leader", "demo-0")));
        assertThat(failure(source.keys(TIMEOUT)).detail())
                .endsWith(
                        "no annotation of Patroni on objects named demo-…: check dcs.use-endpoints, and dcs.citus-group where it is Citus");

        answer("pods", EMPTY);
        assertThat(failure(source.keys(TIMEOUT)).detail())
                .endsWith(
                        "no pod has the labels application=patroni,cluster-name=demo: check dcs.namespace, dcs.labels,"
                                + " dcs.scope-label, scope, and dcs.citus-group where it is Citus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"kind\":\"Status\",\"items\":[]}", "{\"kind\":\"PodList\"}"})
    void takesNothingElseForAList(String body) {
        answer("pods", body);

        assertThat(failure(source.keys(TIMEOUT)).detail()).endsWith("no list of pods");
    }

    @Test
    void doesNotTakeAPartForTheWhole() {
        answer("pods", PODS.replace("\"resourceVersion\":\"815\"", "\"continue\":\"eyJ2\""));

        assertThat(failure(source.keys(TIMEOUT)).kind()).isEqualTo(FailureKind.TOO_LARGE);
    }

    @Test
    void hasAQuorumWhereItIsReady() {
        answer("readyz", "ok");

        assertThat(source.health(server.address(), TIMEOUT).value()).contains(new Health("", true, List.of()));
        assertThat(server.asked.get(0).getMethod()).isEqualTo("GET");
    }

    @ParameterizedTest
    @CsvSource({"etcd, false", "etcd-readiness, false", "shutdown, true"})
    void saysWhichOfItsChecksFailed(String check, boolean quorum) {
        answers.put("readyz", MockDcs.text(500, """
                [+]ping ok
                [-]%s failed: reason withheld
                [+]informer-sync ok
                readyz check failed
                """.formatted(check)));

        assertThat(source.health(server.address(), TIMEOUT).value())
                .contains(new Health("", quorum, List.of("readyz: " + check + " failed")));
    }

    @ParameterizedTest
    @CsvSource({"403, PERMISSION", "401, AUTH", "500, HTTP_STATUS", "404, HTTP_STATUS"})
    void knowsNoHealthWhereItIsNotTold(int status, FailureKind kind) {
        answers.put("readyz", MockDcs.text(status, "nothing of use"));

        assertThat(failure(source.health(server.address(), TIMEOUT)).kind()).isEqualTo(kind);
    }
}
