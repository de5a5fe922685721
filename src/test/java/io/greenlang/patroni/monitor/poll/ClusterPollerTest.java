package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.correlate.ClusterMemory;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import io.greenlang.patroni.monitor.model.OwnMetrics;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.source.dcs.DcsSources;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.StubNodes.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import okhttp3.EventListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClusterPollerTest {
    private static final String SCOPE = "shop";

    private final ExecutorService workers = Workers.start();
    private final ScheduledExecutorService housekeeper = Executors.newSingleThreadScheduledExecutor();
    private final Map<Source, Integer> measured = new ConcurrentHashMap<>();
    private StubNodes stubs;
    private StubCluster cluster;

    @BeforeEach
    void open() throws IOException {
        stubs = new StubNodes();
        cluster = StubCluster.open(stubs, SCOPE);
    }

    @AfterEach
    void close() throws IOException {
        stubs.close();
        workers.shutdownNow();
        housekeeper.shutdownNow();
    }

    @Test
    void findsEveryMemberInItsFirstRound() throws Exception {
        try (ClusterPoller poller = poller(cluster.urls())) {
            ClusterSnapshot snapshot = poller.poll();

            assertThat(snapshot.members())
                    .extracting(MemberObservation::name)
                    .containsExactly("shop-0", "shop-1", "shop-2");
            assertThat(snapshot.members()).allMatch(member -> member.patroni().isAnswered());
            assertThat(snapshot.members()).allMatch(member -> member.postgres() instanceof Answer.NotAsked);
            assertThat(snapshot.facts().leadership().leader()).isEqualTo("shop-0");
            assertThat(snapshot.seen().dcs().config().isAnswered()).isTrue();
            assertThat(snapshot.seen().dcs().history().isAnswered()).isTrue();
            assertThat(snapshot.facts().knownLag("shop-1").orElseThrow().bytes())
                    .isZero();
            assertThat(measured).containsEntry(Source.PATRONI, 3).containsEntry(Source.DCS, 1);
        }
    }

    @Test
    void isBlindWhileNoSeedAnswersAndSeesAsSoonAsOneDoes() throws Exception {
        for (int i = 0; i < 3; i++) {
            cluster.node(i).answer(path -> Reply.nothing());
        }
        try (ClusterPoller poller = poller(cluster.urls())) {
            ClusterSnapshot blind = poller.poll();
            assertThat(blind.isBlind()).isTrue();
            assertThat(blind.members()).isEmpty();
            assertThat(blind.seen().dcs().view().reason().orElseThrow().kind()).isEqualTo(FailureKind.EMPTY_REPLY);

            for (int i = 0; i < 3; i++) {
                cluster.heal(i);
            }
            // the patience of one poll is little for a cold JVM on a busy machine
            Await.until(
                    "all members are seen",
                    Duration.ofSeconds(30),
                    () -> poller.poll().members().size() == 3);
        }
    }

    @Test
    void seesTheMembersBehindItsSeedsWhenItStartsWhileTheDcsIsDown() throws Exception {
        for (int i = 0; i < 3; i++) {
            int index = i;
            cluster.node(i).answer(path -> path.equals("/cluster") ? Reply.nothing() : cluster.answer(index, path));
        }
        try (ClusterPoller poller = poller(cluster.urls())) {
            ClusterSnapshot snapshot = poller.poll();
            assertThat(snapshot.members())
                    .extracting(MemberObservation::name)
                    .containsExactly("shop-0", "shop-1", "shop-2");
            assertThat(snapshot.isBlind()).isFalse();
            assertThat(snapshot.facts().leadership().leader()).isEqualTo("shop-0");
            assertThat(snapshot.seen().dcs().view().reason().orElseThrow().kind())
                    .isEqualTo(FailureKind.EMPTY_REPLY);

            for (int i = 0; i < 3; i++) {
                cluster.heal(i);
            }
            Await.until(
                    "the DCS is asked again once a member has read it",
                    Duration.ofSeconds(30),
                    () -> poller.poll().members().stream()
                            .allMatch(member -> member.presence().listed()));
        }
    }

    @Test
    void asksOneSeedAfterTheOtherForTheClusterAndNeverAThirdThatHangs() throws Exception {
        Map<Integer, Integer> views =
                countedViews((index, path) -> path.equals("/cluster") ? Reply.NEVER : cluster.answer(index, path));
        try (ClusterPoller poller = poller(cluster.urls())) {
            poller.poll();
            assertThat(views.values().stream().mapToInt(Integer::intValue).sum())
                    .as("questions that read the DCS, in a round in which it hangs")
                    .isBetween(1, 2);
        }
    }

    @Test
    void asksNoThirdSeedAfterTwoThatClosedTheQuestionWithoutAByte() throws Exception {
        Map<Integer, Integer> views =
                countedViews((index, path) -> path.equals("/cluster") ? Reply.nothing() : cluster.answer(index, path));
        try (ClusterPoller poller = poller(cluster.urls())) {
            poller.poll();
            assertThat(views).isEqualTo(Map.of(0, 1, 1, 1));
        }
    }

    @Test
    void leavesTheDcsAloneWhileAMemberTellsThatItIsGone() throws Exception {
        Map<Integer, Integer> views = countedViews((index, path) -> path.equals("/patroni")
                ? cluster.answer(index, path).replace("\"state\"", "\"failsafe_mode_is_active\": true, \"state\"")
                : cluster.answer(index, path));
        try (ClusterPoller poller = poller(cluster.urls())) {
            ClusterSnapshot snapshot = poller.poll();
            for (int round = 0; round < 5; round++) {
                snapshot = poller.poll();
            }
            assertThat(views.values().stream().mapToInt(Integer::intValue).sum())
                    .as("one member a minute")
                    .isLessThanOrEqualTo(1);
            assertThat(snapshot.members()).as("known by their own word").hasSize(3);
            assertThat(snapshot.seen().dcs().view().isAnswered()).isFalse();
        }
    }

    @Test
    void watchesOneOfTwoClustersThatShareAScopeAndNamesTheSeedOfTheOther() throws Exception {
        StubNodes.Node worker = stubs.open();
        worker.answer(path -> cluster.answer(0, path)
                .replace("7480115527713042177", "7480115527713049999")
                .replace("shop-0", "worker-0"));
        List<URI> seeds = new ArrayList<>(cluster.urls());
        seeds.add(worker.url());
        try (ClusterPoller poller = poller(seeds)) {
            for (int round = 0; round < 5; round++) {
                ClusterSnapshot snapshot = poller.poll();
                assertThat(snapshot.members())
                        .extracting(MemberObservation::name)
                        .containsExactly("shop-0", "shop-1", "shop-2");
                assertThat(snapshot.facts().visibility().seeds())
                        .singleElement()
                        .satisfies(seed -> {
                            assertThat(seed.seed()).isEqualTo(worker.url());
                            assertThat(seed.failure().toString())
                                    .contains("scope_mismatch", "give each Citus group its own block");
                        });
            }
        }
    }

    @Test
    void namesASeedThatAnswersForNobody() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:1");
        List<URI> seeds = new ArrayList<>(cluster.urls());
        seeds.add(nobody);
        try (ClusterPoller poller = poller(seeds)) {
            assertThat(poller.poll().facts().visibility().seeds())
                    .singleElement()
                    .satisfies(seed -> {
                        assertThat(seed.seed()).isEqualTo(nobody);
                        assertThat(seed.failure().kind()).isEqualTo(FailureKind.REFUSED);
                    });
        }
    }

    @Test
    void findsEveryMemberFromTheOneSeedThatIsWell() throws Exception {
        cluster.node(0).answer(path -> Reply.nothing());
        cluster.node(1).answer(path -> Reply.nothing());
        try (ClusterPoller poller = poller(cluster.urls())) {
            ClusterSnapshot snapshot = poller.poll();
            assertThat(snapshot.members()).hasSize(3);
            assertThat(snapshot.seen().member("shop-2").orElseThrow().patroni().isAnswered())
                    .isTrue();
        }
    }

    /** From the second round on it is asked for its liveness first, which takes all of a round of 0.9 s. */
    @Test
    void aHungNodeHangsAlsoWhereARoundIsTooShortToAskItTwice() throws Exception {
        try (ClusterPoller poller = poller(config(cluster.urls(), 1000, ""))) {
            poller.poll();
            cluster.node(1).hang();

            List<FailureKind> reasons = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                ClusterSnapshot snapshot = poller.poll();
                reasons.add(snapshot.seen()
                        .member("shop-1")
                        .orElseThrow()
                        .patroni()
                        .reason()
                        .orElseThrow()
                        .kind());
            }

            assertThat(reasons).containsOnly(FailureKind.TIMEOUT);
        }
    }

    @Test
    void aHungNodeCostsOnlyItsOwnFacts() throws Exception {
        try (ClusterPoller poller = poller(cluster.urls())) {
            poller.poll();
            cluster.node(1).hang();

            ClusterSnapshot snapshot = poller.poll();

            assertThat(snapshot.seen()
                            .member("shop-1")
                            .orElseThrow()
                            .patroni()
                            .reason()
                            .orElseThrow()
                            .kind())
                    .isEqualTo(FailureKind.TIMEOUT);
            assertThat(snapshot.seen().member("shop-0").orElseThrow().patroni().isAnswered())
                    .isTrue();
            assertThat(snapshot.seen().member("shop-2").orElseThrow().patroni().isAnswered())
                    .isTrue();
            assertThat(Duration.between(
                            snapshot.seen().started(), snapshot.seen().finished()))
                    .as("the round ends before the next is due")
                    .isLessThan(Duration.ofSeconds(2));

            cluster.heal(1);
            Diagnosis diagnosis = Diagnosis.HOST_GONE;
            for (int round = 0; round < 4 && diagnosis != Diagnosis.OK; round++) {
                diagnosis = poller.poll().facts().diagnosis("shop-1");
            }
            assertThat(diagnosis).as("back by itself").isEqualTo(Diagnosis.OK);
        }
    }

    @Test
    void remembersAMemberThatTheDcsNoLongerLists() throws Exception {
        try (ClusterPoller poller = poller(cluster.urls())) {
            poller.poll();
            Reply withoutLast = Reply.json("""
                    {"members": [{"name": "shop-0", "role": "leader", "state": "running", "api_url": "%s/patroni",
                     "host": "127.0.0.1", "port": 5432, "timeline": 1}], "scope": "shop"}""".formatted(cluster.node(0).url()));
            for (int i = 0; i < 3; i++) {
                int index = i;
                cluster.node(i).answer(path -> path.equals("/cluster") ? withoutLast : cluster.answer(index, path));
            }
            poller.poll();
            ClusterSnapshot snapshot = poller.poll();
            assertThat(snapshot.members()).hasSize(3);
            assertThat(snapshot.seen().member("shop-2").orElseThrow().presence().listed())
                    .isFalse();
        }
    }

    @Test
    void doesNotTakeOneMembersAnswerForAnothers() throws Exception {
        try (ClusterPoller poller = poller(cluster.urls())) {
            poller.poll();
            cluster.node(2).answer(path -> cluster.answer(path.equals("/patroni") ? 1 : 2, path));
            MemberObservation confused = poller.poll().seen().member("shop-2").orElseThrow();
            assertThat(confused.patroni().reason().orElseThrow().kind()).isEqualTo(FailureKind.BAD_ANSWER);
            assertThat(confused.patroni().reason().orElseThrow().detail())
                    .contains("answered by shop-1 instead of shop-2");
        }
    }

    @Test
    void asksOneMemberARoundForItsViewAndKeepsThoseOfTheOthers() throws Exception {
        try (ClusterPoller poller = poller(cluster.urls())) {
            assertThat(poller.poll().seen().dcs().viewedBy()).isEqualTo("shop-0");
            poller.poll();
            DcsAnswers third = poller.poll().seen().dcs();
            assertThat(third.viewedBy()).isEqualTo("shop-2");
            assertThat(third.peerViews()).extracting(PeerView::member).containsExactly("shop-0", "shop-1");
            assertThat(third.peerViews()).allMatch(peer -> peer.view().isAnswered());
        }
    }

    @Test
    void seesInItsFirstRoundTheDiskOfANodeWhosePostgresTellsNothing() throws Exception {
        StubNodes.Node exporter = stubs.open();
        exporter.answer(path -> Reply.raw("HTTP/1.0 200 OK\r\n\r\n" + (path.equals("/shop-1") ? """
                node_filesystem_size_bytes{mountpoint="/"} 100
                node_filesystem_free_bytes{mountpoint="/"} 20
                node_filesystem_avail_bytes{mountpoint="/"} 10
                """ : "\n")));
        String disk = "disk { metrics-url = \"" + exporter.url() + "/{name}\", mountpoint = / }";
        try (ClusterPoller poller = poller(config(cluster.urls(), disk))) {
            ClusterFacts facts = poller.poll().facts();

            assertThat(facts.disk("shop-1").known().orElseThrow().fullest().volume())
                    .isEqualTo(new Volume("data", 100, 80, 10));
            assertThat(facts.disk("shop-2").known()).isEmpty();
            assertThat(poller.poll().facts().disk("shop-1").known())
                    .as("kept until it is time to ask again")
                    .isEqualTo(facts.disk("shop-1").known());
        }
    }

    private ClusterPoller poller(List<URI> seeds) throws ConfigException {
        return poller(config(seeds, ""));
    }

    private ClusterPoller poller(ClusterConfig config) {
        Clock clock = Clock.systemUTC();
        PatroniClient patroni = new PatroniClient(config, clock, call -> EventListener.NONE);
        PostgresClient.Shared shared = new PostgresClient.Shared(clock, housekeeper, null);
        return new ClusterPoller(
                config,
                patroni,
                new ClusterMemory(),
                new ClusterPoller.Resources(workers, shared, new DcsSources(clock), metrics(), clock));
    }

    /** @param disk where disk metrics are read; empty for nowhere */
    private static ClusterConfig config(List<URI> seeds, String disk) {
        return config(seeds, 600, disk);
    }

    private static ClusterConfig config(List<URI> seeds, int httpMillis, String disk) {
        String urls = seeds.stream().map(url -> "\"" + url + "\"").collect(Collectors.joining(", "));
        return Configs.cluster(SCOPE, """
                seeds = [%s]
                expected-members = 3
                postgres.enabled = false
                poll { interval = 1s, http-timeout = %dms }
                %s
                """.formatted(urls, httpMillis, disk));
    }

    private OwnMetrics metrics() {
        return new OwnMetrics() {
            @Override
            public void pollFinished(String cluster, Duration took) {
                assertThat(took).isPositive();
            }

            @Override
            public void sourceAnswered(String cluster, Source source, Duration took) {
                measured.merge(source, 1, Integer::sum);
            }

            @Override
            public void internalError(String cluster) {
                throw new AssertionError("a bug in the poll of " + cluster);
            }
        };
    }

    /** How often each node is asked for {@code /cluster} from now on, whatever it answers. */
    private Map<Integer, Integer> countedViews(BiFunction<Integer, String, Reply> answers) {
        Map<Integer, Integer> views = new ConcurrentHashMap<>();
        for (int i = 0; i < 3; i++) {
            int index = i;
            cluster.node(i).answer(path -> {
                if (path.equals("/cluster")) {
                    views.merge(index, 1, Integer::sum);
                }
                return answers.apply(index, path);
            });
        }
        return views;
    }
}
