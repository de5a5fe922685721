package io.greenlang.patroni.monitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the fixture does to a cluster really happens; every test leaves the cluster streaming. One Patroni suffices here, since
 * the scenarios run on both.
 */
@Timeout(120)
@Order(2)
class RealClusterIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LONG_ENOUGH_TO_MEASURE = Duration.ofSeconds(12);
    private static RealCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RealCluster.of(Flavour.PYPI_4_1).start();
    }

    @AfterAll
    static void closeEndsEverything() {
        List<String> urls = cluster.names().stream().map(cluster::restUrl).toList();
        List<Integer> ports = cluster.names().stream().map(cluster::pgPort).toList();
        cluster.close();
        assertThat(urls)
                .allSatisfy(url -> assertThatThrownBy(() -> Http.get(url)).isInstanceOf(IOException.class));
        assertThat(ports).allMatch(port -> Ports.freeOr(port) == port);
    }

    @Test
    void startsWithOnePrimaryAndTheMonitorsRole() throws SQLException {
        assertThat(cluster.names()).containsExactly("patroni-0", "patroni-1", "patroni-2");
        assertThat(cluster.writable()).containsExactly(cluster.primary());
        for (String name : cluster.names()) {
            assertThat(asMonitor(name)).isEqualTo("patroni_monitor");
        }
    }

    @Test
    void runsThePatroniOfItsFlavour() throws IOException {
        assertThat(Http.get(cluster.restUrl("patroni-1") + "/patroni").body()).contains("\"version\": \"4.1.5\"");
    }

    @Test
    void frozenPostgresTakesConnectionsAndAnswersNothing() throws SQLException {
        String replica = cluster.replicas().get(0);
        cluster.freezePostgres(replica);
        assertThatThrownBy(() -> asMonitor(replica)).hasRootCauseMessage("Read timed out");
        cluster.thawPostgres(replica);
        assertThat(asMonitor(replica)).isEqualTo("patroni_monitor");
        cluster.awaitStreaming();
    }

    @Test
    void frozenPostmasterHangsOnlyNewSessions() throws SQLException {
        String replica = cluster.replicas().get(0);
        try (Connection open = cluster.superuser(replica);
                Statement statement = open.createStatement()) {
            cluster.freezePostmasterOnly(replica);
            assertThatThrownBy(() -> asMonitor(replica)).hasRootCauseMessage("Read timed out");
            assertThat(statement.execute("SELECT 1")).isTrue();
        } finally {
            cluster.thawPostgres(replica);
        }
        assertThat(asMonitor(replica)).isEqualTo("patroni_monitor");
        cluster.awaitStreaming();
    }

    @Test
    void replayStaysPausedWhilePatroniWantsItResumed() {
        String replica = cluster.replicas().get(0);
        try (WriteLoop writes = cluster.writeLoop()) {
            Await.until("rows are written", SOON, () -> writes.written() > 0);
            cluster.pauseReplay(replica);
            String replayed = replayed(replica);
            String received = received(replica);
            Await.holds(
                    "nothing is replayed",
                    LONG_ENOUGH_TO_MEASURE,
                    () -> replayed(replica).equals(replayed));
            assertThat(received(replica)).isNotEqualTo(received);
            cluster.resumeReplay(replica);
            Await.until("replay goes on", SOON, () -> !replayed(replica).equals(replayed));
        }
        cluster.awaitStreaming();
    }

    @Test
    void frozenReceiverGetsNothingAndCatchesUpAfterwards() {
        String replica = cluster.replicas().get(0);
        try (WriteLoop writes = cluster.writeLoop()) {
            Await.until("rows are written", SOON, () -> writes.written() > 0);
            cluster.freezeReceiver(replica);
            String received = received(replica);
            Await.holds(
                    "nothing is received",
                    LONG_ENOUGH_TO_MEASURE,
                    () -> received(replica).equals(received));
            cluster.thawReceiver(replica);
            Await.until("WAL comes again", SOON, () -> !received(replica).equals(received));
        }
        cluster.awaitStreaming();
    }

    @Test
    void pausesAndResumesTheCluster() throws IOException {
        String asked = cluster.restUrl(cluster.primary()) + "/cluster";
        cluster.pause();
        assertThat(Http.get(asked).body()).contains("\"pause\": true");
        cluster.resume();
        assertThat(Http.get(asked).body()).doesNotContain("\"pause\": true");
    }

    @Test
    void switchesOver() {
        String candidate = cluster.replicas().get(1);
        cluster.switchover(candidate);
        assertThat(cluster.writable()).containsExactly(candidate);
    }

    @Test
    void patroniStartsAKilledPostgresAgain() {
        String replica = cluster.replicas().get(0);
        // which would start it again, on a slow machine before anybody looks
        cluster.freezePatroni(replica);
        try {
            cluster.kill9Postgres(replica);
            assertThatThrownBy(() -> asMonitor(replica)).hasMessageContaining("refused");
        } finally {
            cluster.thawPatroni(replica);
        }
        Await.until("PostgreSQL is back", SOON, () -> asMonitor(replica).equals("patroni_monitor"));
        cluster.awaitStreaming();
    }

    @Test
    void killedPrimaryIsReplacedAndComesBackAsReplica() {
        String former = cluster.primary();
        cluster.kill9(former);
        assertThatThrownBy(() -> asMonitor(former)).hasMessageContaining("refused");
        String now = cluster.awaitPrimaryOtherThan(former);
        cluster.start(former);
        cluster.awaitStreaming();
        assertThat(cluster.writable()).containsExactly(now);
    }

    @Test
    void primaryWithoutPatroniGoesOnTakingWritesBesideTheNewOne() {
        String former = cluster.primary();
        cluster.kill9PatroniOnly(former);
        String now = cluster.awaitPrimaryOtherThan(former);
        Await.until("two are writable", SOON, () -> cluster.writable().size() == 2);
        assertThat(cluster.writable()).containsExactlyInAnyOrder(former, now);
        cluster.start(former);
        cluster.awaitStreaming();
        assertThat(cluster.writable()).containsExactly(now);
    }

    @Test
    void losesItsPrimaryWhileEtcdIsDown() {
        cluster.stopEtcd();
        try {
            Await.until("nobody is writable", SOON, () -> cluster.writable().isEmpty());
            Await.until(
                    "nobody says that it is", SOON, () -> cluster.findPrimary().isEmpty());
        } finally {
            cluster.startEtcd();
        }
        cluster.awaitStreaming();
    }

    @Test
    void growsAndShrinks() {
        cluster.addNode("patroni-3");
        assertThat(cluster.replicas()).contains("patroni-3");
        cluster.removeNode("patroni-3");
        assertThat(cluster.names()).containsExactly("patroni-0", "patroni-1", "patroni-2");
        assertThatThrownBy(() -> cluster.pgPort("patroni-3")).hasMessageStartingWith("patroni-3 is none of");
        cluster.awaitStreaming();
    }

    private static String replayed(String name) {
        return cluster.queryOne(name, "SELECT pg_last_wal_replay_lsn()");
    }

    private static String received(String name) {
        return cluster.queryOne(name, "SELECT pg_last_wal_receive_lsn()");
    }

    private static String asMonitor(String name) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + cluster.pgPort(name)
                + "/postgres?connectTimeout=2&loginTimeout=0&socketTimeout=2&sslmode=disable";
        try (Connection connection = DriverManager.getConnection(url, "patroni_monitor", cluster.monitorPassword());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user")) {
            row.next();
            return row.getString(1);
        }
    }
}
