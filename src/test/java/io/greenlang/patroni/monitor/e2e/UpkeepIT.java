package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes wrong within the primary of a cluster that replicates well, and that it clears when it is mended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class UpkeepIT {
    /** In the data directory, in which the command runs. */
    private static final String ARCHIVE_IS_BROKEN = "archive_is_broken";

    private static final String LIMITS = """
            poll.slow-interval = 2s
            thresholds {
              wal-archive-failures { warning = 0, critical = 2, window = 20s }
              wal-archive-backlog { warning = 1, critical = 1000, for = 0s }
              slot-wal-retention { warning = 40MiB, critical = 10GiB, for = 0s }
              long-transaction { warning = 4, critical = 10000, for = 0s }
              idle-in-transaction { warning = 2, critical = 10000, for = 0s }
              blocked-sessions { warning = 1, critical = 10000, for = 0s }
            }
            """;

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1)
            .nodes(2)
            .parameter("archive_mode", "on")
            .parameter("archive_command", "test ! -e " + ARCHIVE_IS_BROKEN)
            .asExtension();

    private RealCluster cluster;
    private Watch watch;
    private String primary;

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        primary = cluster.primary();
        cluster.execute(primary, "CREATE TABLE busy (n int)");
        watch = Watch.over(cluster, LIMITS);
    }

    @AfterAll
    void stop() {
        watch.close();
    }

    @Test
    void tellsOfABrokenArchiveCommandUntilItIsMended() throws IOException {
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
        Await.until(
                "nothing waits",
                Watch.SOON,
                () -> watch.scrape().value("pg_wal_archive_oldest_ready_age_seconds", "member", primary) == 0);

        inDataDirectory("touch " + ARCHIVE_IS_BROKEN);
        for (int i = 0; i < 3; i++) {
            cluster.execute(primary, "INSERT INTO busy VALUES (1)");
            cluster.execute(primary, "SELECT pg_switch_wal()");
        }
        watch.awaitAlert(Watch.SOON, "PatroniWalArchiveFailures critical firing at " + primary);
        // at once: they are those of the last 20 s
        assertThat(watch.scrape().value("pg_stat_archiver_failures_recent", "member", primary))
                .isGreaterThan(2);
        watch.awaitAlert(Watch.SOON, "PatroniWalArchiveBacklog warning firing at " + primary);
        Scrape broken = watch.inTime();
        assertThat(broken.value("pg_wal_archive_ready_files", "member", primary))
                .isGreaterThan(1);
        assertThat(broken.value("pg_wal_archive_oldest_ready_age_seconds", "member", primary))
                .isPositive();

        inDataDirectory("rm " + ARCHIVE_IS_BROKEN);
        cluster.execute(primary, "INSERT INTO busy VALUES (1)");
        cluster.execute(primary, "SELECT pg_switch_wal()");
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
        assertThat(watch.scrape().value("pg_wal_archive_ready_files", "member", primary))
                .isZero();
    }

    @Test
    void tellsWhoIsIdleAndWhoWaitsForIt() throws Exception {
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
        try (Connection idle = cluster.superuser(primary);
                Connection waiting = cluster.superuser(primary);
                Statement holder = idle.createStatement();
                Statement waiter = waiting.createStatement()) {
            holder.execute("BEGIN; LOCK busy IN ACCESS EXCLUSIVE MODE; INSERT INTO busy VALUES (2)");
            CompletableFuture<Void> wait = CompletableFuture.runAsync(() -> count(waiter));

            watch.awaitAlert(Watch.SOON, "PatroniBlockedSessions warning firing at " + primary);
            watch.awaitAlert(Watch.SOON, "PatroniIdleInTransaction warning firing at " + primary);
            watch.awaitAlert(Watch.SOON, "PatroniLongTransaction warning firing at " + primary);
            Scrape scrape = watch.scrape();
            assertThat(scrape.value("pg_stat_activity_blocked_sessions", "member", primary))
                    .isEqualTo(1);
            assertThat(scrape.value("pg_xmin_age", "member", primary, "holder", "session"))
                    .isPositive();
            assertThat(watch.command("status").out()).contains("has been waiting for a lock", "held by pid");

            holder.execute("ROLLBACK");
            wait.get(10, TimeUnit.SECONDS);
        }
        watch.awaitQuietAndHealthy(Watch.SOON);
    }

    @Test
    void tellsOfASlotThatKeepsWalForNobody() {
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
        cluster.configure("slots.nobody.type=physical");
        Await.until(
                "Patroni has made the slot",
                Watch.RECOVERY,
                () -> cluster.queryOne(
                                primary,
                                "SELECT count(restart_lsn) FROM pg_replication_slots WHERE slot_name = 'nobody'")
                        .equals("1"));

        Await.until("it keeps too much", Watch.RECOVERY, () -> {
            cluster.execute(primary, "INSERT INTO busy VALUES (3)");
            cluster.execute(primary, "SELECT pg_switch_wal()");
            return Watch.alerts(watch.scrape()).contains("PatroniSlotWalRetention warning firing at " + primary);
        });
        assertThat(watch.command("status").out()).contains("The unused slot nobody of " + primary);

        cluster.configure("slots=null");
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
    }

    @Test
    void tellsWhatARestartIsNeededFor() throws IOException {
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
        assertThat(watch.scrape().value("patroni_cluster_settings_differing")).isZero();

        cluster.configure("postgresql.parameters.max_locks_per_transaction=65");
        watch.awaitValue(Watch.RECOVERY, 1, "patroni_pending_restart", "member", primary);
        assertThat(watch.command("status").out())
                .contains(primary + " of " + cluster.scope(), "max_locks_per_transaction: 64 to 65");

        cluster.configure("postgresql.parameters.max_locks_per_transaction=null");
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
    }

    private void inDataDirectory(String command) {
        cluster.execute(primary, "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null; " + command + "'");
    }

    private static void count(Statement statement) {
        try {
            statement.execute("SELECT count(*) FROM busy");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
