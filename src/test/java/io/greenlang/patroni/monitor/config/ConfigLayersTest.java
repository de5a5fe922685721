package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who overrides whom, and the ways to write the same. */
class ConfigLayersTest {
    @Test
    void readsTheExampleOfTheDocumentation(@TempDir Path dir) throws Exception {
        Path passwordFile = Files.writeString(dir.resolve("pg"), "secret");
        MonitorConfig config = Configs.LOADER.load("""
                patroni-monitor {
                  http { host = "0.0.0.0", port = 9933 }
                  poll { interval = 5s, http-timeout = 2s, sql-timeout = 3s, slow-interval = 60s }
                  clusters {
                    greenlang-cluster {
                      seeds = ["http://127.0.0.1:8008", "http://127.0.0.1:8009"]
                      # dns = "patroni.greenlang-db.svc:8008"
                      expected-members = 3
                      patroni  { username = "", password-file = "", tls { ca-file = "", cert-file = "", key-file = "", verify-hostname = true } }
                      postgres { enabled = true, username = "patroni_monitor", password-file = "PASSWORD", database = "postgres", sslmode = "prefer" }
                      thresholds { replication-lag-seconds { warning = 30, critical = 60, for = 1m } }
                    }
                  }
                }
                """.replace("PASSWORD", passwordFile.toString()), "example.conf");

        ClusterConfig cluster = config.clusters().get(0);
        assertThat(cluster.name()).isEqualTo("greenlang-cluster");
        assertThat(cluster.expectedMembers()).isEqualTo(3);
        assertThat(cluster.patroni().username()).isNull();
        assertThat(cluster.postgres().password().reveal()).isEqualTo("secret");
    }

    @Test
    void givesClustersByName() throws ConfigException {
        MonitorConfig config = load("clusters { b.dns = \"b:1\", \"x.y\".dns = \"x:1\", a.dns = \"a:1\" }");

        assertThat(config.clusters()).extracting(ClusterConfig::name).containsExactly("a", "b", "x.y");
    }

    @Test
    void letsAClusterOverrideOnlyWhatItNames() throws ConfigException {
        MonitorConfig config = load("""
                poll { interval = 10s, sql-timeout = 4s }
                thresholds { replication-lag-seconds { warning = 10, for = 2m } }
                cluster-defaults { dns-scheme = https, postgres { username = common, database = app } }
                clusters {
                  a { dns = "a:1" }
                  b {
                    dns = "b:1"
                    poll.interval = 20s
                    postgres.username = special
                    thresholds.replication-lag-seconds.critical = 20
                  }
                }
                """);

        ClusterConfig a = config.clusters().get(0);
        ClusterConfig b = config.clusters().get(1);
        assertThat(a.poll().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(b.poll().interval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(b.poll().sqlTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(a.postgres().username()).isEqualTo("common");
        assertThat(b.postgres().username()).isEqualTo("special");
        assertThat(b.postgres().database()).isEqualTo("app");
        assertThat(b.discovery().dnsScheme()).isEqualTo("https");
        assertThat(a.thresholds().critical("replication-lag-seconds")).contains(new Limit(60, Duration.ofMinutes(2)));
        assertThat(b.thresholds().critical("replication-lag-seconds")).contains(new Limit(20, Duration.ofMinutes(2)));
        assertThat(b.thresholds().warning("replication-lag-seconds")).contains(new Limit(10, Duration.ofMinutes(2)));
    }

    @Test
    void letsAClusterTakeADefaultBack(@TempDir Path dir) throws Exception {
        Path passwordFile = Files.writeString(dir.resolve("pg"), "secret");
        MonitorConfig config = load(
                "cluster-defaults.postgres.password-file = \"" + passwordFile
                        + "\"\n clusters.a { dns = \"a:1\", postgres.password-file = \"\", thresholds.disk-usage.warning = off }");

        assertThat(config.clusters().get(0).postgres().password()).isNull();
        assertThat(config.clusters().get(0).thresholds().warning("disk-usage")).isEmpty();
        assertThat(config.clusters().get(0).thresholds().critical("disk-usage")).isPresent();
    }

    @Test
    void takesTheDefaultWhenTheEnvironmentSaysNothing() throws ConfigException {
        MonitorConfig config = load("""
                http.port = ${?PATRONI_MONITOR_TEST_IS_NOT_SET}
                clusters.a { dns = "a:1", postgres.password = ${?PATRONI_MONITOR_TEST_IS_NOT_SET} }
                """);

        assertThat(config.http().port()).isEqualTo(9933);
        assertThat(config.clusters().get(0).postgres().password()).isNull();
    }

    @Test
    void takesTextForEveryTypeAsTheEnvironmentGivesNothingElse() throws ConfigException {
        MonitorConfig config = load("""
                http.port = "9934"
                clusters.a {
                  seeds = "http://a:1, http://b:2"
                  forget-members = "old"
                  patroni.tls.verify-hostname = "false"
                  thresholds.connection-usage.warning = "75"
                }
                """);

        ClusterConfig cluster = config.clusters().get(0);
        assertThat(config.http().port()).isEqualTo(9934);
        assertThat(cluster.discovery().seeds()).containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
        assertThat(cluster.discovery().forgetMembers()).isEqualTo(Set.of("old"));
        assertThat(cluster.patroni().tls().verifyHostname()).isFalse();
        assertThat(cluster.thresholds().warning("connection-usage")).contains(new Limit(75, Duration.ofMinutes(1)));
    }

    @Test
    void refersToDefaultsByName() throws ConfigException {
        MonitorConfig config =
                load("clusters.a { dns = \"a:1\", forget-after = ${patroni-monitor.poll.slow-interval} }");

        assertThat(config.clusters().get(0).discovery().forgetAfter()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void writesSeedsInOneWay() throws ConfigException {
        MonitorConfig config = load("""
                clusters.a.seeds = ["HTTP://a:8008/", "http://b:8008/patroni", "https://[::1]:8008/patroni/"]
                """);

        assertThat(config.clusters().get(0).discovery().seeds())
                .containsExactly(
                        URI.create("http://a:8008"), URI.create("http://b:8008"), URI.create("https://[::1]:8008"));
    }

    @Test
    void readsAnAddressOfDigits() throws ConfigException {
        MonitorConfig config = load("clusters.a.dns = \"[::1]:8008\"");

        assertThat(config.clusters().get(0).discovery().dns()).isEqualTo(new HostAndPort("[::1]", 8008));
    }

    @Test
    void takesHostNamesOfDockerSwarmEverywhere() throws ConfigException {
        MonitorConfig config = load("""
                clusters.a {
                  seeds = ["http://tasks.db_node:8008/"], dns = "tasks.db_node:8008"
                  member-addresses { patroni = "http://{name}.db_net:8008", postgres = "{name}.db_net:5432" }
                  disk { metrics-url = "http://{name}.db_net:9100/metrics", mountpoint = "/" }
                }
                alertmanager.urls = ["http://alert_manager:9093/am"]
                organisation.grafana = "https://graf_ana"
                """);

        Discovery discovery = config.clusters().get(0).discovery();
        assertThat(discovery.seeds()).containsExactly(URI.create("http://tasks.db_node:8008"));
        assertThat(discovery.dns()).isEqualTo(new HostAndPort("tasks.db_node", 8008));
        assertThat(discovery.addresses())
                .isEqualTo(new MemberAddresses("http://{name}.db_net:8008", "{name}.db_net", 5432));
        assertThat(config.clusters().get(0).disk().metrics().url())
                .isEqualTo(new MemberUrl("http://{name}.db_net:9100/metrics"));
        assertThat(config.alertmanager().urls()).containsExactly(URI.create("http://alert_manager:9093/am"));
    }

    @Test
    void tellsAClustersNameFromItsScope() throws ConfigException {
        MonitorConfig config = load("""
                cluster-defaults.scope = orders
                clusters {
                  orders-dev { scope = "orders:dev", dns = "dev:8008" }
                  orders-prod.dns = "prod:8008"
                  shop { scope = "", dns = "shop:8008" }
                }
                """);

        assertThat(config.clusters())
                .extracting(ClusterConfig::name, ClusterConfig::scope)
                .containsExactly(
                        tuple("orders-dev", "orders:dev"), tuple("orders-prod", "orders"), tuple("shop", "shop"));
    }

    @Test
    void readsTheExamplesForCitus(@TempDir Path dir) throws Exception {
        Path passwordFile = Files.writeString(dir.resolve("pg"), "secret");
        List<String> examples = Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/citus.md")))
                .results()
                .map(found -> found.group(1).replace("/run/secrets/pg", passwordFile.toString()))
                .toList();

        assertThat(Configs.LOADER.load(examples.get(0), "citus.md").clusters())
                .extracting(ClusterConfig::name, ClusterConfig::scope)
                .containsExactly(tuple("orders-coordinator", "orders"), tuple("orders-worker-1", "orders"));
        assertThat(load(examples.get(1)).clusters())
                .extracting(ClusterConfig::name, ClusterConfig::scope)
                .containsExactly(tuple("orders-dev", "orders"), tuple("orders-prod", "orders"));
    }

    @Test
    void readsAFileWhateverItsName(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(
                dir.resolve("monitor.json"), "patroni-monitor.clusters.a.dns = \"a:1\" # HOCON, not JSON");

        assertThat(Configs.LOADER.load(file).clusters()).hasSize(1);
    }

    @Test
    void looksQuicklyAtPatroniAlone() throws ConfigException {
        MonitorConfig config = Configs.LOADER.quickLook("my.scope", List.of(URI.create("http://a:8008")), null, null);

        ClusterConfig cluster = config.clusters().get(0);
        assertThat(cluster.name()).isEqualTo("my.scope");
        assertThat(cluster.scope()).isEqualTo("my.scope");
        assertThat(cluster.discovery().seeds()).containsExactly(URI.create("http://a:8008"));
        assertThat(cluster.postgres().enabled()).isFalse();
        assertThat(cluster.poll().interval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void looksQuicklyAtPostgresWhenAUserIsGiven(@TempDir Path dir) throws ConfigException, IOException {
        Path passwordFile = Files.writeString(dir.resolve("pg"), "secret");
        MonitorConfig config =
                Configs.LOADER.quickLook("main", List.of(URI.create("http://a:8008")), "me", passwordFile);

        ClusterConfig.PostgresConfig postgres = config.clusters().get(0).postgres();
        assertThat(postgres.enabled()).isTrue();
        assertThat(postgres.username()).isEqualTo("me");
        assertThat(postgres.password().reveal()).isEqualTo("secret");
    }

    private static MonitorConfig load(String body) throws ConfigException {
        return Configs.LOADER.load("patroni-monitor {\n" + body + "\n}", "monitor.conf");
    }
}
