package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.greenlang.patroni.monitor.config.ClusterConfig.ClientCertificate;
import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.config.ClusterConfig.TimescalePace;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.HttpConfig.ServerTls;
import io.greenlang.patroni.monitor.config.MonitorConfig.LogConfig;
import io.greenlang.patroni.monitor.config.Thresholds.BackupAges;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.config.Thresholds.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key, set to something else than its default. */
class ConfigMappingTest {
    /** By seeds, dns and member-addresses. */
    private static final HostList NAMED = HostList.ofTemplate("{name}.patroni.svc")
            .and(HostList.of("a"))
            .and(HostList.of("b"))
            .and(HostList.of("patroni.svc"));

    static final String EVERYTHING = """
            patroni-monitor {
              http {
                host = "127.0.0.1"
                port = 0
                basic-auth { username = prometheus, password-file = "DIR/http-password" }
                tls { cert-file = "DIR/http-cert", key-file = "DIR/http-key" }
              }
              log { level = DEBUG, format = json }
              state { directory = "DIR/state", keep = 30d }
              shards { count = 5, ordinal = patroni-monitor-3 }
              poll {
                interval = 10s, http-timeout = 1500ms, sql-timeout = 4s
                slow-interval = 2m, slow-timeout = 20s, backup-interval = 7m, postmaster-check = 3s, connection-lifetime = 45s
                timescaledb-interval = 6m, timescaledb-max-databases = 7
              }
              discover-defaults {
                kind = etcd3, endpoints = ["https://etcd-0:2379"], namespace = production
                username = finder, password-file = "DIR/etcd-password"
                # of the other kinds: DiscoverConfigTest
                token-file = "", labels = [], scope-label = "", use-endpoints = ""
                tls { ca-file = "DIR/ca", cert-file = "DIR/cert", key-file = "DIR/key", verify-hostname = off }
                clusters = "prod-{scope}", "include" = ["o*"], exclude = ["*-old"], max-clusters = 7, interval = 10s
              }
              cluster-defaults {
                scope = orders
                seeds = ["https://a:8008", "https://b:8009/patroni"]
                dns = "patroni.svc:8010"
                dns-scheme = https
                member-addresses { patroni = "https://{name}.patroni.svc:8008", postgres = "{name}.patroni.svc:5433" }
                expected-members = 3
                input-limits {
                  members = 7, absent-members = 0, name-length = 70, text-length = 400, slots = 9, history-entries = 11
                  status-size = 8KiB, answer-size = 16KiB, sql-answer-size = 32KiB
                }
                forget-after = 7d
                forget-members = [old1, old2]
                patroni {
                  username = scraper
                  password-file = "DIR/patroni-password"
                  send-credentials-to = ["10.0.1.0/24", Proxy.example.com]
                  tls { ca-file = "DIR/ca", cert-file = "DIR/cert", key-file = "DIR/key", verify-hostname = false }
                }
                postgres {
                  enabled = false, username = watcher, password-file = "", password = ${?PATH}, database = app
                  require-auth = "md5, scram-sha-256", send-credentials-to = "10.0.3.1"
                  sslmode = verify-full, ssl-root-cert = "DIR/root", ssl-cert = "DIR/pg-cert", ssl-key = "DIR/pg-key"
                  databases = [app, audit], max-databases = 7, long-transaction-roles = [dumper]
                }
                dcs {
                  kind = etcd3, endpoints = ["https://etcd-1:2379", "http://[::1]:2379/"], namespace = "/db/", citus-group = 3
                  username = monitor, password-file = "DIR/etcd-password"
                  # of the other kinds: DcsReaderTest
                  token-file = "", labels = [], scope-label = "", use-endpoints = ""
                  tls { ca-file = "DIR/ca", cert-file = "DIR/cert", key-file = "DIR/key", verify-hostname = false }
                }
                client-endpoints {
                  primary = ["pgbouncer:6432", "[::1]:5000"], replica = "ha.example.com:5001", interval = 20s, timeout = 1s
                  database = orders, username = prober, password-file = "DIR/prober-password"
                  require-auth = "scram-sha-256", sslmode = require
                }
                disk {
                  metrics-url = "https://{name}.kubelet:10250/metrics", format = kubelet
                  mountpoint = "/data/", wal-mountpoint = "/wal", claim = "data-{name}", wal-claim = "wal-{name}"
                  namespace = greenlang-db, bearer-token-file = "DIR/token", send-credentials-to = ["fd00::7"], volume-size = 1GiB
                  tls { ca-file = "DIR/ca", cert-file = "DIR/cert", key-file = "DIR/key", verify-hostname = false }
                }
              }
              clusters { main {} }
              organisation {
                pagerduty-service = shop-db, slack { database-channel = "#shop-db", platform-channel = "#shop-ops" }
                runbooks = "https://wiki.example/runbooks/", grafana = "http://grafana:3000/dashboards"
              }
              alertmanager {
                urls = ["http://am1:9093", "https://am2/alerting/"], resend-interval = 45s, timeout = 1500ms
                basic-auth { username = monitor, password-file = "DIR/am-password" }
                tls { ca-file = "DIR/ca", cert-file = "DIR/cert", key-file = "DIR/key", verify-hostname = false }
              }
              checklist { max-lag = 5s, backup-age = 7d, require-backup = true }
              thresholds {
                replication-lag-seconds { warning = 1.5, critical = 2, for = 3s }
                replication-lag-bytes { warning = 1000, critical = 1MiB, for = 3s }
                connection-usage { warning = 1, critical = 2, for = 3s }
                disk-usage { warning = 1, critical = 2, for = 3s }
                wal-archive-failures { warning = 1, critical = 2, for = 3s, window = 2h }
                wal-archive-backlog { warning = 1, critical = 2, for = 3s }
                backup-too-old { warning = 1, critical = 2, for = 3s, full = 15d, any = 12h }
                backup-failed { warning = off, critical = on, for = 3s }
                timescale-job-failing { warning = 1, critical = 2, for = 3s }
                failovers { warning = 2, critical = 2, for = 3s }
                dcs-stale { warning = 1, critical = 200, for = 3s }
                clock-skew { warning = 1, for = 3s }
                certificate-expiring { warning = 30d, critical = 36h, for = 3s }
                poll-failing { warning = 1, critical = 2, for = 3s }
                paused { warning = 1m, critical = 2m }
                pending-restart { warning = 1m }
                source-unread { warning = 1m, critical = 3m }
                split-brain { critical = off, for = 3s }
                no-leader { critical = off, for = 3s }
                cluster-blind { critical = off, for = 3s }
                member-down { warning = off, critical = on, for = 3s }
                members-missing { warning = off, for = 3s }
                replica-not-streaming { warning = on, critical = off, for = 3s }
                timeline-diverged { critical = on, for = 3s }
                no-failover-candidate { critical = off, for = 3s }
                sync-standby-missing { warning = off, critical = off, for = 3s }
                failsafe-active { warning = off, for = 3s }
                dcs-unhealthy { warning = off, critical = off, for = 3s }
                dcs-read-only { critical = off, for = 3s }
                client-endpoint-down { warning = off, critical = off, for = 3s }
                client-endpoint-misrouted { warning = off, critical = off, for = 3s }
                slot-wal-retention { warning = 1GiB, critical = 2GiB, for = 3s }
                xid-wraparound { warning = 1, critical = 2, for = 3s }
                long-transaction { warning = 1, critical = 2, for = 3s }
                idle-in-transaction { warning = 1, critical = 2, for = 3s }
                blocked-sessions { warning = 1, critical = 2, for = 3s }
                slot-lost { warning = off, critical = on, for = 3s }
                checksum-failures { critical = off, for = 3s }
                privileges { warning = off, for = 3s }
                maintenance { window = 90m }
              }
            }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private MonitorConfig config;
    private ClusterConfig cluster;

    @BeforeEach
    void load() throws Exception {
        for (String name : List.of("http-cert", "http-key", "ca", "cert", "key", "root", "pg-cert", "pg-key")) {
            Files.createFile(dir.resolve(name));
        }
        Files.writeString(dir.resolve("http-password"), "for-http\n");
        Files.writeString(dir.resolve("patroni-password"), "for-patroni\n");
        Files.writeString(dir.resolve("token"), "for-kubelet\n");
        Files.writeString(dir.resolve("etcd-password"), "for-etcd\n");
        Files.writeString(dir.resolve("prober-password"), "for-pgbouncer\n");
        Files.writeString(dir.resolve("am-password"), "for-alertmanager\n");
        config = Configs.LOADER.load(EVERYTHING.replace("DIR", dir.toString()), "everything.conf");
        cluster = config.clusters().get(0);
    }

    @Test
    void mapsTheChecklist() {
        assertThat(config.checklist()).isEqualTo(new ChecklistConfig(Duration.ofSeconds(5), Duration.ofDays(7), true));
    }

    @Test
    void hasEveryKeyOfTheReference() {
        Config reference = ConfigFactory.parseResources("reference.conf");
        Config everything = ConfigFactory.parseString(EVERYTHING);

        assertThat(keys(everything)).isEqualTo(keys(reference));
    }

    @Test
    void mapsShards() {
        assertThat(config.shards()).isEqualTo(new Shards(5, 3));
    }

    @Test
    void mapsHttp() throws IOException {
        HttpConfig http = config.http();

        assertThat(http.host()).isEqualTo("127.0.0.1");
        assertThat(http.port()).isZero();
        assertThat(http.basicAuth().username()).isEqualTo("prometheus");
        assertThat(http.basicAuth().password().reveal()).isEqualTo("for-http");
        assertThat(http.tls()).isEqualTo(new ServerTls(dir.resolve("http-cert"), dir.resolve("http-key")));
    }

    @Test
    void mapsLog() {
        assertThat(config.log()).isEqualTo(new LogConfig("debug", true));
    }

    @Test
    void mapsState() {
        assertThat(config.state()).isEqualTo(new StateConfig(dir.resolve("state"), Duration.ofDays(30)));
    }

    @Test
    void mapsLinks() {
        assertThat(config.organisation())
                .isEqualTo(new OrganisationConfig(
                        "shop-db",
                        "#shop-db",
                        "#shop-ops",
                        new LinksConfig("https://wiki.example/runbooks", "http://grafana:3000/dashboards")));
    }

    @Test
    void mapsAlertmanager() throws IOException {
        AlertmanagerConfig alertmanager = config.alertmanager();

        assertThat(alertmanager.urls())
                .containsExactly(URI.create("http://am1:9093"), URI.create("https://am2/alerting"));
        assertThat(alertmanager.resendInterval()).isEqualTo(Duration.ofSeconds(45));
        assertThat(alertmanager.timeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(alertmanager.basicAuth().username()).isEqualTo("monitor");
        assertThat(alertmanager.basicAuth().password().reveal()).isEqualTo("for-alertmanager");
        assertThat(alertmanager.tls())
                .isEqualTo(new Tls(dir.resolve("ca"), dir.resolve("cert"), dir.resolve("key"), false));
    }

    @Test
    void mapsPoll() {
        assertThat(cluster.poll())
                .isEqualTo(new PollConfig(
                        Duration.ofSeconds(10),
                        Duration.ofMillis(1500),
                        Duration.ofSeconds(4),
                        new SlowPace(
                                Duration.ofMinutes(2),
                                Duration.ofSeconds(20),
                                Duration.ofMinutes(7),
                                new TimescalePace(Duration.ofMinutes(6), 7)),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(45)));
    }

    @Test
    void mapsDiscovery() {
        assertThat(cluster.expectedMembers()).isEqualTo(3);
        assertThat(cluster.discovery())
                .isEqualTo(new Discovery(
                        "orders",
                        List.of(URI.create("https://a:8008"), URI.create("https://b:8009")),
                        new HostAndPort("patroni.svc", 8010),
                        "https",
                        new MemberAddresses("https://{name}.patroni.svc:8008", "{name}.patroni.svc", 5433),
                        Duration.ofDays(7),
                        Set.of("old1", "old2")));
    }

    @Test
    void mapsPatroni() throws IOException {
        assertThat(cluster.patroni().username()).isEqualTo("scraper");
        assertThat(cluster.patroni().password().reveal()).isEqualTo("for-patroni");
        assertThat(cluster.patroni().tls())
                .isEqualTo(new Tls(dir.resolve("ca"), dir.resolve("cert"), dir.resolve("key"), false));
    }

    @Test
    void namesTheHostsThatMayHaveThePassword() {
        HostList hosts = cluster.patroni().hosts();

        assertThat(List.of("a", "b", "patroni.svc", "pg-7.patroni.svc", "10.0.1.9", "proxy.example.com"))
                .allMatch(hosts::contains);
        assertThat(List.of("c", "10.0.2.9", "example.com", "a.b")).noneMatch(hosts::contains);
        assertThat(cluster.postgres().passwordUse())
                .isEqualTo(new ClusterConfig.PostgresConfig.PasswordUse(
                        new RequireAuth(Set.of(RequireAuth.Method.MD5, RequireAuth.Method.SCRAM_SHA_256)),
                        NAMED.and(HostList.of("10.0.3.1"))));
        assertThat(cluster.disk().metrics().hosts())
                .isEqualTo(NAMED.and(HostList.of("fd00::7")).and(HostList.ofTemplate("{name}.kubelet")));
    }

    @Test
    void mapsInputLimits() {
        assertThat(cluster.input()).isEqualTo(new InputLimits(7, 0, 70, 400, 9, 11, 8 << 10, 16 << 10, 32 << 10));
    }

    @Test
    void mapsPostgres() throws IOException {
        ClusterConfig.PostgresConfig postgres = cluster.postgres();

        assertThat(postgres.enabled()).isFalse();
        assertThat(postgres.username()).isEqualTo("watcher");
        assertThat(postgres.password().reveal()).isEqualTo(System.getenv("PATH"));
        assertThat(postgres.database()).isEqualTo("app");
        assertThat(postgres.sslmode()).isEqualTo("verify-full");
        assertThat(postgres.sslRootCert()).isEqualTo(dir.resolve("root"));
        assertThat(postgres.clientCertificate())
                .isEqualTo(new ClientCertificate(dir.resolve("pg-cert"), dir.resolve("pg-key")));
        assertThat(postgres.watched()).isEqualTo(new Watched(Set.of("app", "audit"), 7, Set.of("dumper")));
    }

    @Test
    void mapsTheDcs() throws IOException {
        DcsConfig.Etcd3 etcd = (DcsConfig.Etcd3) cluster.dcs();

        assertThat(etcd.endpoints())
                .containsExactly(URI.create("https://etcd-1:2379"), URI.create("http://[::1]:2379"));
        assertThat(etcd.namespace()).isEqualTo("db");
        assertThat(etcd.citusGroup()).isEqualTo(3);
        assertThat(etcd.user().name()).isEqualTo("monitor");
        assertThat(etcd.user().password().reveal()).isEqualTo("for-etcd");
        assertThat(etcd.tls()).isEqualTo(new Tls(dir.resolve("ca"), dir.resolve("cert"), dir.resolve("key"), false));
    }

    @Test
    void doesNotReadADcsThatIsNotConfigured() throws ConfigException {
        assertThat(Configs.LOADER
                        .load("patroni-monitor.clusters { a { seeds = [\"http://a:8008\"] } }", "plain.conf")
                        .clusters()
                        .get(0)
                        .dcs())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind = etcd3                                               | has a kind and no endpoints
            endpoints = ["http://e:2379"]                              | has endpoints and no kind
            kind = zookeeper, endpoints = ["http://e:2379"]            | is unknown
            kind = etcd3, endpoints = ["http://e:2379/x"]              | has a path
            kind = etcd3, endpoints = ["http://e:2379"], namespace = / | is empty
            """)
    void refusesADcsThatCanNotBeAsked(String block, String wrong) {
        assertThatThrownBy(() -> Configs.LOADER.load(
                        "patroni-monitor.clusters { a { seeds = [\"http://a:8008\"], dcs { " + block + " } } }",
                        "dcs.conf"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(wrong);
    }

    @Test
    void mapsClientEndpoints() throws IOException {
        EndpointsConfig endpoints = cluster.endpoints();

        assertThat(endpoints.primary())
                .containsExactly(new HostAndPort("pgbouncer", 6432), new HostAndPort("[::1]", 5000));
        assertThat(endpoints.replica()).containsExactly(new HostAndPort("ha.example.com", 5001));
        assertThat(endpoints.interval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(endpoints.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(endpoints.login().username()).isEqualTo("prober");
        assertThat(endpoints.login().password().reveal()).isEqualTo("for-pgbouncer");
        assertThat(endpoints.login().database()).isEqualTo("orders");
        assertThat(endpoints.login().sslmode()).isEqualTo("require");
        assertThat(endpoints.login().sslRootCert()).isEqualTo(dir.resolve("root"));
        assertThat(endpoints.login().passwordUse().requireAuth()).isEqualTo(RequireAuth.SCRAM);
    }

    @Test
    void letsEndpointsHaveThePasswordThatTheConfigurationNames() {
        HostList hosts = cluster.endpoints().login().passwordUse().hosts();

        assertThat(List.of("pgbouncer", "::1", "ha.example.com", "a", "10.0.3.1"))
                .allMatch(hosts::contains);
        assertThat(cluster.postgres().passwordUse().hosts().contains("pgbouncer"))
                .as("a member that publishes an endpoint's address")
                .isFalse();
    }

    @Test
    void mapsDisk() throws IOException {
        DiskConfig.Metrics metrics = cluster.disk().metrics();

        assertThat(metrics.url()).isEqualTo(new MemberUrl("https://{name}.kubelet:10250/metrics"));
        assertThat(metrics.format()).isEqualTo(new DiskConfig.Kubelet("data-{name}", "wal-{name}", "greenlang-db"));
        assertThat(metrics.bearerToken().reveal()).isEqualTo("for-kubelet");
        assertThat(metrics.tls()).isEqualTo(new Tls(dir.resolve("ca"), dir.resolve("cert"), dir.resolve("key"), false));
        assertThat(cluster.disk().volumeSizeBytes()).isEqualTo(1L << 30);
    }

    @Test
    void mapsMountPoints() throws ConfigException {
        ClusterConfig exported =
                Configs.LOADER.load("""
                        patroni-monitor.clusters.main {
                          seeds = ["http://a:1"]
                          disk { metrics-url = "http://{host}:9100/metrics", mountpoint = "/data/", wal-mountpoint = "/" }
                        }
                        """, "mounts.conf").clusters().get(0);

        assertThat(exported.disk())
                .isEqualTo(new DiskConfig(
                        new DiskConfig.Metrics(
                                new MemberUrl("http://{host}:9100/metrics"),
                                new DiskConfig.NodeExporter("/data", "/"),
                                null,
                                new Tls(null, null, null, true),
                                HostList.of("a")),
                        null));
    }

    @Test
    void mapsLimitsInTheirBaseUnits() {
        assertThat(limits("replication-lag-seconds")).isEqualTo(new Limits(limit(1.5), limit(2)));
        assertThat(limits("replication-lag-bytes")).isEqualTo(new Limits(limit(1000), limit(1024 * 1024)));
        for (String rule : List.of(
                "connection-usage",
                "disk-usage",
                "wal-archive-failures",
                "wal-archive-backlog",
                "backup-too-old",
                "timescale-job-failing",
                "poll-failing")) {
            assertThat(limits(rule)).as(rule).isEqualTo(new Limits(limit(1), limit(2)));
        }
        assertThat(limits("failovers")).isEqualTo(new Limits(limit(2), limit(2)));
        assertThat(limits("dcs-stale")).isEqualTo(new Limits(limit(1), limit(200)));
        assertThat(limits("clock-skew")).isEqualTo(new Limits(limit(1), null));
        assertThat(limits("certificate-expiring")).isEqualTo(new Limits(limit(2_592_000), limit(129_600)));
        assertThat(cluster.thresholds().archiveFailureWindow()).isEqualTo(Duration.ofHours(2));
        assertThat(cluster.thresholds().maintenanceWindow()).isEqualTo(Duration.ofMinutes(90));
        assertThat(cluster.thresholds().backupAges())
                .isEqualTo(new BackupAges(Duration.ofDays(15), Duration.ofHours(12)));
        assertThat(config.thresholds()).isEqualTo(cluster.thresholds());
    }

    @Test
    void mapsLimitsThatAreAges() {
        assertThat(limits("paused"))
                .isEqualTo(new Limits(new Limit(0, Duration.ofMinutes(1)), new Limit(0, Duration.ofMinutes(2))));
        assertThat(limits("pending-restart")).isEqualTo(new Limits(new Limit(0, Duration.ofMinutes(1)), null));
    }

    @Test
    void mapsSeveritiesThatAreOnOrOff() {
        for (String rule : List.of(
                "split-brain",
                "no-leader",
                "cluster-blind",
                "members-missing",
                "no-failover-candidate",
                "sync-standby-missing",
                "failsafe-active",
                "privileges")) {
            assertThat(limits(rule)).as(rule).isEqualTo(new Limits(null, null));
        }
        assertThat(limits("member-down")).isEqualTo(new Limits(null, limit(0)));
        assertThat(limits("backup-failed")).isEqualTo(new Limits(null, limit(0)));
        assertThat(limits("replica-not-streaming")).isEqualTo(new Limits(limit(0), null));
        assertThat(limits("timeline-diverged")).isEqualTo(new Limits(null, limit(0)));
    }

    private Limits limits(String rule) {
        return cluster.thresholds().byRule().get(rule);
    }

    private static Limit limit(double value) {
        return new Limit(value, Duration.ofSeconds(3));
    }

    private static Set<String> keys(Config config) {
        Set<String> keys = new TreeSet<>();
        config.getObject("patroni-monitor")
                .toConfig()
                .withoutPath("clusters")
                .root()
                .toConfig()
                .resolve()
                .entrySet()
                .forEach(e -> keys.add(e.getKey()));
        return keys;
    }
}
