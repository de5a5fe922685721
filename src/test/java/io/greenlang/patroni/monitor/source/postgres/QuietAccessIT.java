package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.BackupInfo.Absent;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.testing.PostgresUnderTest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A role that may do little, and has settings of its own: it is read all the same, and PostgreSQL's log stays quiet. */
@Timeout(60)
class QuietAccessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String STRANGER = "stranger";
    private static final String MONITOR = "monitor_only";

    private static PostgresUnderTest primary;
    private static PostgresUnderTest standby;

    @BeforeAll
    static void start() {
        primary = PostgresUnderTest.start(16);
        primary.execute("CREATE ROLE " + STRANGER + " LOGIN", "CREATE ROLE " + MONITOR + " LOGIN IN ROLE pg_monitor");
        for (String role : List.of(STRANGER, MONITOR)) {
            primary.execute(
                    "ALTER ROLE " + role + " SET default_transaction_isolation = 'serializable'",
                    "ALTER ROLE " + role + " SET default_transaction_deferrable = on");
        }
        standby = primary.standby();
        String written = primary.query("SELECT pg_current_wal_lsn()").get(0);
        while (standby.query("SELECT pg_last_wal_replay_lsn() >= '" + written + "'::pg_lsn")
                .contains("f")) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void stop() {
        standby.close();
        primary.close();
    }

    static Stream<PostgresUnderTest> servers() {
        return Stream.of(primary, standby);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void leavesNoErrorInTheLogWithoutSetupSql(PostgresUnderTest server) {
        int before = server.log().size();

        for (String role : List.of(STRANGER, MONITOR)) {
            try (PostgresClient client = Clients.client(server, Clients.config(role, null))) {
                for (int i = 0; i < 3; i++) {
                    Clients.value(client.facts(PATIENCE));
                    PostgresSizes sizes = Clients.value(client.sizes(PATIENCE));
                    assertThat(sizes.missing().get(Part.DISK).kind()).isEqualTo(FailureKind.SQL);
                    assertThat(sizes.missing().get(Part.DISK).detail()).endsWith("; run docs/setup.sql on the primary");
                    assertThat(sizes.missing().containsKey(Part.WAL)).isEqualTo(role.equals(STRANGER));
                    assertThat(Clients.value(client.backups(PATIENCE)).reply()).isInstanceOf(Absent.class);
                    Clients.value(client.timescale(PATIENCE, 5));
                }
            }
        }

        List<String> log = server.log();
        assertThat(log.subList(before, log.size()))
                .filteredOn(line -> line.contains("ERROR:") || line.contains("FATAL:"))
                .isEmpty();
    }

    /** A view that comes later is found, one that is taken away is missed. */
    @Test
    void noticesWhenTheViewsComeAndGo() {
        try (PostgresClient client = Clients.client(primary, Clients.config(MONITOR, null))) {
            assertThat(Clients.value(client.sizes(PATIENCE)).missing()).containsKey(Part.DISK);

            primary.setUp();
            primary.execute(
                    "GRANT USAGE ON SCHEMA patroni_monitor TO " + MONITOR,
                    "GRANT SELECT ON patroni_monitor.disk TO " + MONITOR);
            assertThat(Clients.value(client.sizes(PATIENCE)).missing()).doesNotContainKey(Part.DISK);

            int before = primary.log().size();
            primary.execute("DROP SCHEMA patroni_monitor CASCADE");
            assertThat(Clients.value(client.sizes(PATIENCE)).missing()).containsKey(Part.DISK);
            List<String> log = primary.log();
            assertThat(log.subList(before, log.size())).noneMatch(line -> line.contains("ERROR:"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {STRANGER, MONITOR})
    void doesNotWaitForWriters(String role) throws Exception {
        try (Connection writer = primary.superuser();
                Statement write = writer.createStatement()) {
            write.execute("BEGIN ISOLATION LEVEL SERIALIZABLE");
            write.execute("CREATE TABLE written_" + role + " AS SELECT 1 AS n");

            try (PostgresClient client = Clients.client(primary, Clients.config(role, null))) {
                Clients.value(client.facts(Duration.ofSeconds(2)));
                Clients.value(client.sizes(PATIENCE));
            }
            write.execute("ROLLBACK");
        }
    }
}
