package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.greenlang.patroni.monitor.config.DcsConfig.Consul;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.DcsConfig.Kubernetes;
import io.greenlang.patroni.monitor.config.DcsConfig.PatroniObjects;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoverConfigTest {
    private static final String FILE = """
            patroni-monitor {
              cluster-defaults { expected-members = 3, postgres.username = watcher }
              thresholds.failovers { warning = 7, critical = 9 }
              discover {
                production { kind = etcd3, endpoints = ["http://e1:2379"], "include" = ["app-*", "orders"], exclude = ["*-old"] }
                test { kind = etcd3, endpoints = ["http://e2:2379"], namespace = "/test/", clusters = "test-{scope}" }
              }
            }
            """;

    @Test
    void needsNoClusterByName() throws ConfigException {
        MonitorConfig config = Configs.LOADER.load(FILE, "monitor.conf");

        assertThat(config.clusters()).isEmpty();
        assertThat(config.discover()).extracting(DiscoverConfig::name).containsExactly("production", "test");
        assertThat(config.discover().get(0).interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(((Etcd3) config.discover().get(1).dcs()).prefix("x")).isEqualTo("/test/x/");
    }

    @Test
    void watchesWhatIsFoundAsTheDefaultsSay() throws ConfigException {
        MonitorConfig config = Configs.LOADER.load(FILE, "monitor.conf");
        DiscoverConfig place = config.discover().get(1);

        ClusterConfig found = config.defaultCluster()
                .found(place.clusterName("orders", 2), "orders", place.dcs().ofGroup(2));

        assertThat(found.name()).isEqualTo("test-orders-2");
        assertThat(found.scope()).isEqualTo("orders");
        assertThat(found.expectedMembers()).isEqualTo(3);
        assertThat(found.postgres().username()).isEqualTo("watcher");
        assertThat(found.discovery().seeds()).isEmpty();
        assertThat(found.dcs())
                .isEqualTo(new Etcd3(
                        List.of(URI.create("http://e2:2379")),
                        "test",
                        2,
                        null,
                        new ClusterConfig.Tls(null, null, null, true)));
        assertThat(found.thresholds()).isEqualTo(config.thresholds());
    }

    @Test
    void looksIntoAKubernetesForEveryScope(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "of the monitor");
        DcsConfig dcs = Configs.LOADER
                .load("""
                        patroni-monitor.discover.spilos {
                          kind = kubernetes, endpoints = ["https://k:6443"], namespace = databases, token-file = "%s"
                          labels = ["application=spilo"], use-endpoints = on
                        }
                        """.formatted(token), "monitor.conf")
                .discover()
                .get(0)
                .dcs();

        Kubernetes one = (Kubernetes) dcs.ofGroup(2);
        assertThat(one.endpoints()).containsExactly(URI.create("https://k:6443"));
        assertThat(one.token().reveal()).isEqualTo("of the monitor");
        assertThat(one.objects())
                .isEqualTo(new PatroniObjects("databases", List.of("application=spilo"), "cluster-name", true, 2));
        assertThat(((Kubernetes) dcs).objects().citusGroup()).isNull();
    }

    @Test
    void needsNoLabelsBesideTheScopeLabel() throws ConfigException {
        Kubernetes crunchys = (Kubernetes)
                Configs.LOADER.load("""
                        patroni-monitor.discover.hippos {
                          kind = kubernetes, endpoints = ["https://k:6443"], namespace = databases
                          labels = [], scope-label = "postgres-operator.crunchydata.com/patroni"
                        }
                        """, "monitor.conf").discover().get(0).dcs();

        assertThat(crunchys.objects())
                .isEqualTo(new PatroniObjects(
                        "databases", List.of(), "postgres-operator.crunchydata.com/patroni", null, null));
    }

    @Test
    void looksIntoAConsul() throws ConfigException {
        Consul consul = (Consul) Configs.LOADER
                .load(
                        "patroni-monitor.discover.c { kind = consul, endpoints = [\"http://c:8500\"], namespace = /db/ }",
                        "monitor.conf")
                .discover()
                .get(0)
                .dcs();

        assertThat(consul.prefix()).isEqualTo("db/");
        assertThat(consul.ofGroup(1).prefix("demo")).isEqualTo("db/demo/1/");
        assertThat(consul.token()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "app-1, true",
        "app-, true",
        "orders, true",
        "myapp-1, false",
        "app-1-old, false",
        "orders2, false",
        "app.1, false"
    })
    void picksByPatterns(String scope, boolean wanted) throws ConfigException {
        assertThat(Configs.LOADER.load(FILE, "monitor.conf").discover().get(0).wants(scope))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            discover.x {} | discover.x: has no kind; allowed: etcd3, kubernetes, consul
            discover.x { endpoints = ["http://e:1"] } | discover.x: has no kind; allowed: etcd3, kubernetes, consul
            discover.x { kind = zk, endpoints = ["http://e:1"] } | discover.x.kind = zk: is unknown; allowed: etcd3, kubernetes, consul
            discover.x { kind = consul } | discover.x: has a kind and no endpoints; allowed: both or neither
            discover.x { kind = consul, endpoints = ["http://c:1"], username = a } | discover.x.username = a: is not used with kind = consul; allowed: with etcd3
            discover.x { kind = etcd3, endpoints = ["http://e:1"], labels = ["a=b"] } | discover.x.labels = […]: is not used with kind = etcd3; allowed: with kubernetes
            discover.x { kind = kubernetes, endpoints = ["https://k:1"] } | discover.x: has no namespace; allowed: the namespace of Patroni's pods
            discover.x { kind = kubernetes, endpoints = ["https://k:1"], namespace = a, labels = [b] } | discover.x.labels = b: is none; allowed: name=value as in kubernetes.labels of patroni.yml, such as application=patroni
            discover.x { kind = etcd3, endpoints = ["http://e:1"], clusters = all } | discover.x.clusters = all: has no {scope}; allowed: text with {scope} in it
            discover.x { kind = etcd3, endpoints = ["http://e:1"], max-clusters = 0 } | discover.x.max-clusters = 0: is out of range; allowed: a whole number from 1 to 2000
            discover.x { kind = etcd3, endpoints = ["http://e:1"], interval = 1s } | discover.x.interval = 1s: is too short; allowed: a duration of at least 5s
            discover.x { kind = etcd3, endpoints = ["http://e:1"], citus-group = 1 } | discover.x.citus-group: unknown key; allowed: clusters, endpoints, exclude, include, interval, kind, labels, max-clusters, namespace, password-file, scope-label, tls, token-file, use-endpoints, username
            discover.x { include = [a] } | is not valid HOCON: a key of that name is written in quotes, "include"
            """)
    void namesKeyValueAndWhatIsAllowed(String line, String problem) {
        String file = "patroni-monitor { clusters.a.seeds = [\"http://a:1\"]\n" + line + "\n}";

        assertThat(catchThrowableOfType(ConfigException.class, () -> Configs.LOADER.load(file, "monitor.conf"))
                        .problems())
                .containsExactly("monitor.conf:2: " + problem);
    }

    /** What a cluster completes need not be whole in the defaults. */
    @Test
    void judgesTheDefaultsAloneOnlyWhereAFoundClusterTakesThem() throws ConfigException {
        String half = """
                patroni-monitor {
                  cluster-defaults { input-limits.members = 2, expected-members = 3 }
                  clusters.a { seeds = ["http://a:1"], expected-members = 1 }
                """;

        assertThat(Configs.LOADER.load(half + "}", "monitor.conf").clusters()).hasSize(1);
        assertThat(catchThrowableOfType(
                                ConfigException.class,
                                () -> Configs.LOADER.load(
                                        half + "discover.x { kind = etcd3, endpoints = [\"http://e:1\"] } }",
                                        "monitor.conf"))
                        .problems())
                .singleElement()
                .asString()
                .contains("expects 3 members and takes in 2");
    }
}
