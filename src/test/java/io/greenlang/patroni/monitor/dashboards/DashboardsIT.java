package io.greenlang.patroni.monitor.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.testing.AlertmanagerServer;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.ImitatedTimescale;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.PgBackRest;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.PrometheusServer;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every query of every dashboard in a real Prometheus that scrapes the real daemon: on a healthy cluster, then through the
 * troubles that the panels are for. In this order, because nothing is well after a split brain, and nobody tells of anything
 * without the monitor.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@Order(2)
class DashboardsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    /** For Patroni and PostgreSQL to get over something, the ttl included. */
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    private static final String ARCHIVE_IS_FULL = "archive_is_full";
    private static final String OVERVIEW = "patroni-overview";
    /** As the panel State counts. */
    private static final int CRITICAL = 3;

    private static final Set<String> ONLY_IN_TROUBLE = Set.of(
            "patroni-overview: Leader B",
            "patroni-overview: Since the last leader change A",
            "patroni-overview: TimescaleDB chunks A",
            "patroni-overview: Longest wait for a lock A",
            "patroni-overview: Time until unused slots are lost A",
            "patroni-member: Longest wait for a lock A",
            "patroni-member: Oldest prepared transaction A",
            "patroni-member: Time until unused slots are lost A",
            "patroni-member: Transactions that vacuum has to respect, by holder A",
            "patroni-overview: TimescaleDB chunks that are compressed A",
            "patroni-overview: TimescaleDB job failures in a row A",
            "patroni-overview: TimescaleDB jobs in trouble A",
            "patroni-overview: TimescaleDB jobs in trouble B",
            "patroni-overview: Disk full in A",
            "patroni-overview: Leader lock free A",
            "patroni-monitor: Discovered clusters A",
            "patroni-monitor: Discovered clusters B",
            "patroni-member: Disk full in A",
            "patroni-member: Time until certificates expire A",
            "patroni-monitor: Certificates, the first to expire first A",
            "patroni-monitor: Failures by reason A",
            "patroni-monitor: How long sources have been unread A");

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1)
            .withPgBackRest()
            .parameter(
                    "archive_command",
                    "test ! -e %s && pgbackrest --stanza=%s archive-push %%p"
                            .formatted(ARCHIVE_IS_FULL, PgBackRest.STANZA))
            .asExtension();

    private RealCluster cluster;
    private MonitorProcess monitor;
    private AlertmanagerServer alertmanager;
    private PrometheusServer prometheus;
    private Grafana grafana;

    @BeforeAll
    void start() {
        cluster = fixture.get();
        makeBackup(cluster.primary());
        Path folder = Target.newFolder("dashboards");
        alertmanager = AlertmanagerServer.silent(folder);
        monitor = MonitorProcess.start(folder, """
                poll { interval = 2s, slow-interval = 4s, backup-interval = 4s, timescaledb-interval = 4s }
                alertmanager { urls = ["%s", "http://127.0.0.1:%d"], resend-interval = 2s }
                cluster-defaults.client-endpoints { primary = ["127.0.0.1:%d"], replica = ["127.0.0.1:%d"] }
                clusters { "%s" { %s %s } }
                """.formatted(
                        alertmanager.url(),
                        Ports.free(),
                        cluster.pgPort(cluster.primary()),
                        cluster.pgPort(cluster.replicas().get(0)),
                        cluster.scope(),
                        cluster.monitorSettings(),
                        cluster.monitorDcs("service")));
        prometheus = PrometheusServer.scraping(folder, monitor.port());
        grafana = new Grafana(prometheus);
        monitor.awaitReady();
        switchWal();
    }

    private void makeBackup(String primary) {
        cluster.pgBackRest(primary, "stanza-create");
        cluster.pgBackRest(primary, "backup", "--type=full");
        // what could not be archived before there was a stanza
        cluster.execute(primary, "SELECT pg_stat_reset_shared('archiver')");
    }

    @AfterAll
    void stop() {
        prometheus.close();
        monitor.close();
        alertmanager.close();
    }

    static List<Dashboard> dashboards() {
        return Dashboard.shipped();
    }

    @ParameterizedTest
    @Order(1)
    @MethodSource("dashboards")
    void haveDataOfAHealthyCluster(Dashboard dashboard) throws SQLException {
        try (Connection transaction = openTransaction()) {
            AtomicReference<Set<String>> without = new AtomicReference<>(Set.of());
            Await.until("all but " + ONLY_IN_TROUBLE + " have data", SOON, () -> {
                without.set(grafana.queriesWithoutData(dashboard));
                assertThat(without.get()).isSubsetOf(ONLY_IN_TROUBLE);
                return true;
            });
            int all = dashboard.queries().size();
            System.out.printf(
                    "%s: %d of %d queries have data on a healthy cluster, all but %s%n",
                    dashboard, all - without.get().size(), all, without.get());
            assertThat(without.get()).hasSizeLessThanOrEqualTo(all / 5);
            transaction.rollback();
        }
    }

    private Connection openTransaction() throws SQLException {
        Connection session = cluster.superuser(cluster.primary());
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute("SELECT 1");
        }
        return session;
    }

    @ParameterizedTest
    @Order(2)
    @MethodSource("dashboards")
    void annotateNothingOnAHealthyCluster(Dashboard dashboard) throws IOException {
        for (JsonNode annotation : dashboard.annotations()) {
            String name = annotation.path("name").asText();
            assertThat(grafana.annotations(dashboard, name)).as(name).isEmpty();
        }
    }

    @Test
    @Order(3)
    void showWhatLooksLikeTimescaleDbAndItsJobThatFails() {
        cluster.execute(cluster.primary(), String.join(";", ImitatedTimescale.statements(12)));
        awaitValue(12, "TimescaleDB chunks");
        awaitValue(25, "TimescaleDB chunks that are compressed");
        awaitValue(0, "TimescaleDB job failures in a row");

        cluster.execute(cluster.primary(), String.join(";", ImitatedTimescale.failing(3)));
        awaitValue(3, "TimescaleDB job failures in a row");
        awaitValue(1, "TimescaleDB jobs in trouble");
    }

    @Test
    @Order(4)
    void showArchivingThatFails() {
        cluster.execute(cluster.primary(), "COPY (SELECT 1) TO PROGRAM 'cat > " + ARCHIVE_IS_FULL + "'");
        switchWal();

        awaitAlert("PatroniWalArchiveFailures", "warning", "");
        Await.until("failed attempts", SOON, () -> grafana.value(OVERVIEW, "Failed archiving") > 0);
        Await.until("it is counted", SOON, () -> firing("B") > 0);
        cluster.execute(cluster.primary(), "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null; rm " + ARCHIVE_IS_FULL + "'");
    }

    @Test
    @Order(4)
    void showBackupsThatAreGone() throws IOException {
        awaitValue(0, "Backup problems");

        cluster.pgBackRest().takeAway();
        try {
            Await.until("problems", SOON, () -> grafana.value(OVERVIEW, "Backup problems") > 0);
        } finally {
            cluster.pgBackRest().putBack();
        }
    }

    @Test
    @Order(5)
    void showADeadReplicaAndWhyItIsNotSeen() {
        String replica = cluster.replicas().get(0);

        cluster.kill9(replica);

        awaitAlert("PatroniMemberDown", "warning", replica);
        awaitUnseen(replica, "postgres", "refused");
        awaitValue(1, "Members missing");
        Await.until(
                "failures by reason",
                SOON,
                () -> !grafana.show("patroni-monitor", "Failures by reason", "A")
                        .isEmpty());
        cluster.start(replica);
        cluster.awaitStreaming();
    }

    @Test
    @Order(6)
    void showAPauseALostLeaderAndTheFailoverWithItsDuration() {
        cluster.pause();
        awaitValue(1, "Paused");
        String dead = cluster.primary();
        cluster.kill9(dead);
        Await.until(
                "nobody leads",
                SOON,
                () -> !grafana.show(OVERVIEW, "Leader", "B").isEmpty());
        awaitAlert("PatroniNoLeader", "critical", "");
        awaitValue(CRITICAL, "State");
        awaitUnseen(dead, "patroni", "refused");

        cluster.resume();
        cluster.awaitPrimaryOtherThan(dead);
        cluster.start(dead);
        cluster.awaitStreaming();

        for (Dashboard dashboard : dashboards()) {
            for (String name : List.of("Leader changes", "New timelines", "Pauses")) {
                Await.until(
                        dashboard + " has the annotation " + name,
                        SOON,
                        () -> !grafana.annotations(dashboard, name).isEmpty());
            }
        }
        awaitValue(1, "Leader changes in 24 h");
        Await.until("when", SOON, () -> grafana.value(OVERVIEW, "Since the last leader change") < 120);
        Await.until("how long", SOON, () -> grafana.value(OVERVIEW, "Without a leader in this range") > 3);
        Await.until("how long, where it was", SOON, () -> largest("Time without a leader") > 3);
    }

    @Test
    @Order(7)
    void showASplitBrain() {
        cluster.kill9PatroniOnly(cluster.primary());
        Await.until("two take writes", RECOVERY, () -> cluster.writable().size() == 2);

        awaitValue(1, "Split brain");
        awaitAlert("PatroniSplitBrain", "critical", "");
        Await.until(
                "the annotation of what fires",
                SOON,
                () -> !grafana.annotations(Dashboard.shipped(OVERVIEW), "Critical alerts")
                        .isEmpty());
        Await.until("two are marked as leaders", SOON, () -> leadersMarked() == 2);
        Await.until(
                "the fleet counts it",
                SOON,
                () -> grafana.value("patroni-fleet", "Critical") == 1
                        && grafana.value("patroni-fleet", "Healthy") == 0);
    }

    @Test
    @Order(8)
    void sayNoDataWhenNobodyWatches() throws IOException {
        monitor.stop();

        awaitValue("patroni-monitor", 0, "Scraped");
        for (Dashboard dashboard : dashboards()) {
            for (PanelQuery query : dashboard.queries()) {
                if (query.isInstant() && !isKnownAllTheSame(query)) {
                    assertThat(grafana.showAll(query)).as(query.toString()).isEmpty();
                }
            }
        }
    }

    /** Prometheus itself tells that it does not reach the monitor, and what was in the chosen range stays. */
    private static boolean isKnownAllTheSame(PanelQuery query) {
        return query.panel().title().equals("Scraped") || query.promql().contains("$__range");
    }

    private void switchWal() {
        cluster.execute(cluster.primary(), "SELECT pg_switch_wal()");
    }

    private void awaitValue(double wanted, String title) {
        awaitValue(OVERVIEW, wanted, title);
    }

    private void awaitValue(String dashboard, double wanted, String title) {
        Await.until(title + " is " + wanted, SOON, () -> {
            assertThat(grafana.value(dashboard, title)).isEqualTo(wanted);
            return true;
        });
    }

    private void awaitAlert(String alert, String severity, String member) {
        awaitRow("Alerts", Map.of("alertname", alert, "severity", severity, "member", member));
    }

    private void awaitUnseen(String member, String source, String reason) {
        awaitRow("What the monitor cannot see, and why", Map.of("member", member, "source", source, "reason", reason));
    }

    /** On the overview and on the fleet's page. */
    private void awaitRow(String table, Map<String, String> wanted) {
        for (String dashboard : List.of(OVERVIEW, "patroni-fleet")) {
            Await.until(dashboard + ", " + table + ": " + wanted, SOON, () -> {
                JsonNode rows = grafana.show(dashboard, table, "A");
                assertThat(rows)
                        .anySatisfy(row -> wanted.forEach((label, value) -> {
                            if (!value.isEmpty()) {
                                assertThat(row.path("metric").path(label).asText())
                                        .isEqualTo(value);
                            }
                        }));
                return true;
            });
        }
    }

    private double firing(String severity) throws IOException {
        return grafana.show(OVERVIEW, "Firing alerts", severity)
                .path(0)
                .path("value")
                .path(1)
                .asDouble();
    }

    private double largest(String title) throws IOException {
        double largest = 0;
        for (JsonNode series : grafana.show(OVERVIEW, title, "A")) {
            for (JsonNode value : series.path("values")) {
                largest = Math.max(largest, value.path(1).asDouble());
            }
        }
        return largest;
    }

    private int leadersMarked() throws IOException {
        return grafana.show(OVERVIEW, "Timeline", "A").size();
    }
}
