package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.PgBackRest;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.ServerProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life of a real repository of pgBackRest, as the daemon sees it through a primary and a hot standby. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BackupsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AGE = "pgbackrest_backup_since_last_completion_seconds";
    private static final String MISSING = "patroni_cluster_backup_missing";
    private static final String PROBLEMS = "patroni_cluster_backup_problems";
    private static final Duration BACKUP = Duration.ofSeconds(60);

    @RegisterExtension
    final ClusterExtension fixture =
            RealCluster.of(Flavour.DEBIAN_3_0).nodes(2).withPgBackRest().asExtension();

    private RealCluster cluster;
    private String primary;
    private Watch watch;

    @BeforeAll
    void watch() {
        cluster = fixture.get();
        primary = cluster.primary();
        watch = Watch.over(
                cluster,
                "poll { interval = 1s, slow-interval = 1s, backup-interval = 1s }, thresholds.backup-failed.for = 0s");
    }

    @AfterAll
    void stop() {
        watch.close();
    }

    @Test
    @Order(1)
    void missesTheStanzaThatWalIsSentTo() throws IOException {
        watch.awaitValue(Watch.SOON, 1, MISSING);

        assertThat(backups().path("state").asText()).isEqualTo("broken");
        assertThat(backups().path("unknown_because").asText())
                .isEqualTo("pgBackRest of " + primary + " knows no backup of this cluster");
        watch.awaitAlert(Watch.SOON, "PatroniBackupFailed critical firing");
    }

    @Test
    @Order(2)
    void missesABackupInANewStanza() throws IOException {
        cluster.pgBackRest(primary, "stanza-create");

        watch.awaitValue(Watch.SOON, 2, "pgbackrest_repo_status", "stanza", PgBackRest.STANZA, "repo_key", "1");
        assertThat(watch.scrape().value(MISSING)).isEqualTo(1);
        assertThat(watch.scrape().all(AGE)).isEmpty();
    }

    @Test
    @Order(3)
    void waitsForTheFirstBackupWhileItRuns() throws IOException {
        try (ServerProcess backup = cluster.startPgBackRest(primary, "backup", "--type=full")) {
            Path lock = cluster.pgBackRest().lockFile(primary);
            Await.until("it has its lock", BACKUP, () -> Files.exists(lock));
            backup.signal("STOP");
            watch.awaitValue(Watch.SOON, 1, "pgbackrest_stanza_backup_lock_status");
            watch.awaitValue(Watch.SOON, 0, PROBLEMS);
            assertThat(watch.scrape().value(MISSING)).isZero();
            backup.signal("CONT");
            assertThat(backup.awaitExit(BACKUP)).as(backup.logText()).isZero();
        }

        watch.awaitValue(Watch.SOON, 0, "pgbackrest_stanza_backup_lock_status");
        watch.awaitValue(Watch.SOON, 0, "pgbackrest_repo_status");
        Scrape scrape = watch.scrape();
        assertThat(scrape.value(AGE, "backup_type", "full")).isBetween(0.0, 60.0);
        assertThat(scrape.value("pgbackrest_backup_last_size_bytes", "backup_type", "full"))
                .isGreaterThan(10_000_000);
        assertThat(scrape.value(PROBLEMS)).isZero();
        assertThat(scrape.value(MISSING)).isZero();
    }

    @Test
    @Order(4)
    void tellsAnIncrementalBackupFromTheFullOne() throws IOException {
        cluster.pgBackRest(primary, "backup", "--type=incr");
        Await.until("it is the newest", Watch.SOON, () -> newest("type").equals("incr"));

        assertThat(backups().at("/newest_full/type").asText()).isEqualTo("full");
        assertThat(newest("label"))
                .startsWith(backups().at("/newest_full/label").asText() + "_");
        Scrape scrape = watch.scrape();
        assertThat(scrape.value(AGE, "backup_type", "incr")).isLessThan(scrape.value(AGE, "backup_type", "full"));
        assertThat(scrape.value(AGE, "backup_type", "diff")).isEqualTo(scrape.value(AGE, "backup_type", "full"));
    }

    @Test
    @Order(5)
    void readsTheSameThroughAHotStandby() throws IOException {
        assertThat(report().path("members"))
                .hasSize(2)
                .allSatisfy(member -> assertThat(member.at("/backups/stanzas/0").asText())
                        .as(member.path("member").asText())
                        .isEqualTo(PgBackRest.STANZA));
        assertThat(report().path("members"))
                .filteredOn(member -> member.at("/postgres/in_recovery").asBoolean())
                .hasSize(1);
    }

    /** Since 2.53 pgBackRest warns on its standard output; before that, on the other one. */
    @Test
    @Order(6)
    void readsTheListBehindAWarning() throws IOException {
        for (String member : cluster.names()) {
            Path file = cluster.pgBackRest().configuration(member);
            Files.writeString(file, Files.readString(file).replace("start-fast=y", "start-fast=y\nnonsense-option=1"));
        }
        cluster.execute(primary, """
                ALTER FOREIGN TABLE patroni_monitor.pgbackrest_raw OPTIONS
                (SET program 'LC_ALL=C timeout 30 pgbackrest --output=json info 2>&1')""");

        Await.until(
                "the note is there",
                Watch.SOON,
                () -> report().at("/members/0/backups/note")
                        .asText()
                        .equals("WARN: configuration file contains invalid option 'nonsense-option'"));
        assertThat(backups().path("state").asText()).isEqualTo("known");
        assertThat(watch.scrape().all(AGE)).isNotEmpty();
        assertThat(watch.scrape().value(MISSING)).isZero();
        assertThat(watch.scrape().value(PROBLEMS)).isZero();
    }

    @Test
    @Order(7)
    void noticesThatTheRepositoryIsGone() throws IOException {
        cluster.pgBackRest().takeAway();
        watch.awaitValue(Watch.SOON, 1, MISSING);
        watch.awaitAlert(Watch.SOON, "PatroniBackupFailed critical firing");
        assertThat(watch.scrape().all(AGE)).as("nothing old is shown as new").isEmpty();

        cluster.pgBackRest().putBack();
        watch.awaitValue(Watch.SOON, 0, MISSING);
        assertThat(Watch.alerts(watch.scrape())).noneMatch(alert -> alert.startsWith("PatroniBackup"));
    }

    @Test
    @Order(8)
    void saysWhyARepositoryCannotBeRead() throws IOException {
        Path folder = cluster.pgBackRest().repository().resolve("backup").resolve(PgBackRest.STANZA);
        Path away = folder.resolveSibling("away");
        Files.move(folder.resolve("backup.info"), away);
        byte[] copy = Files.readAllBytes(folder.resolve("backup.info.copy"));
        Files.writeString(folder.resolve("backup.info.copy"), "rubbish\n");
        watch.awaitValue(Watch.SOON, 99, "pgbackrest_repo_status");

        assertThat(backups().at("/problems/0").asText())
                .startsWith("repository 1 of stanza greenlang: [")
                .contains("unable to load info file");
        assertThat(watch.scrape().find(MISSING)).as("it may still be there").isEmpty();
        watch.awaitAlert(Watch.SOON, "PatroniBackupFailed warning firing");

        Files.write(folder.resolve("backup.info.copy"), copy);
        Files.move(away, folder.resolve("backup.info"));
        watch.awaitValue(Watch.SOON, 0, PROBLEMS);
    }

    @Test
    @Order(9)
    void noticesDamagedPagesInABackup() throws IOException {
        cluster.execute(primary, "CREATE TABLE damaged AS SELECT generate_series(1, 10000) AS n");
        cluster.execute(primary, "CHECKPOINT");
        Path file = Path.of(cluster.queryOne(primary, "SHOW data_directory"))
                .resolve(cluster.queryOne(primary, "SELECT pg_relation_filepath('damaged')"));
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            pages.seek(8192 + 4000);
            pages.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        }
        cluster.pgBackRest(primary, "backup", "--type=full");

        watch.awaitValue(Watch.SOON, 1, "pgbackrest_backup_last_error_status", "backup_type", "full");
        assertThat(watch.scrape().value(MISSING)).isZero();
        assertThat(backups().at("/problems/0").asText())
                .isEqualTo("backup " + newest("label") + " holds pages whose checksum is wrong");
    }

    private String newest(String field) throws IOException {
        return backups().path("newest").path(field).asText();
    }

    private JsonNode backups() throws IOException {
        return report().path("backups");
    }

    private JsonNode report() throws IOException {
        return JSON.readTree(
                watch.monitor().get("/api/v1/clusters/" + cluster.scope()).body());
    }
}
