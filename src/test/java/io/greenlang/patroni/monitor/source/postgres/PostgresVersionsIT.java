package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Activity.XminHolder;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.Counter;
import io.greenlang.patroni.monitor.model.PostgresFacts.Slot;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.PostgresUnderTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, from a primary and its hot standby of every version. */
@ParameterizedClass(name = "PostgreSQL {0}")
@ValueSource(ints = {13, 14, 15, 16, 17, 18})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(60)
class PostgresVersionsIT {
    private static PostgresUnderTest primary;
    private static PostgresUnderTest standby;

    @Parameter
    private int version;

    @BeforeParameterizedClassInvocation
    static void start(int version) {
        primary = PostgresUnderTest.start(version);
        primary.execute(
                "CREATE ROLE plain LOGIN", "CREATE DATABASE shop", "REVOKE CONNECT ON DATABASE shop FROM PUBLIC");
        standby = primary.standby();
        awaitFacts(
                standby,
                facts -> facts.replication().receiver() != null
                        && "streaming".equals(facts.replication().receiver().status()));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        standby.close();
        primary.close();
    }

    @Test
    @Order(1)
    void leavesDiskOutWithAHintBeforeTheSetUp() {
        PostgresSizes sizes = sizes(primary, "postgres");

        assertThat(sizes.volumes()).isEmpty();
        assertThat(sizes.missing().keySet()).containsExactly(Part.DISK);
        assertThat(sizes.missing().get(Part.DISK).kind()).isEqualTo(FailureKind.SQL);
        assertThat(sizes.missing().get(Part.DISK).detail()).contains("patroni_monitor.disk", "docs/setup.sql");
    }

    @Test
    @Order(2)
    void setUpCanRunTwiceAndLeavesWhatIsThere() {
        primary.setUp();
        primary.execute("ALTER ROLE patroni_monitor CONNECTION LIMIT 7");
        primary.setUp();

        assertThat(primary.query(
                        "SELECT rolcanlogin || ' ' || rolconnlimit || ' ' || (rolpassword IS NULL) FROM pg_authid"
                                + " WHERE rolname = 'patroni_monitor'"))
                .containsExactly("true 7 true");
        assertThat(primary.query("SELECT relname FROM pg_class WHERE relnamespace = 'patroni_monitor'::regnamespace"
                        + " AND has_table_privilege('patroni_monitor', oid, 'SELECT') ORDER BY 1"))
                .containsExactly("backup", "disk");
        primary.execute("ALTER ROLE patroni_monitor CONNECTION LIMIT 5");
    }

    @Test
    @Order(3)
    void readsAPrimary() throws Exception {
        primary.execute(
                "SELECT pg_create_physical_replication_slot('kept', true)",
                "CREATE TABLE IF NOT EXISTS t (n int)",
                "INSERT INTO t SELECT generate_series(1, 1000)");
        Instant before = Instant.now();
        PostgresFacts facts;
        try (Connection transaction = primary.superuser();
                Statement statement = transaction.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("SELECT 1");
            facts = facts(primary, "patroni_monitor");
        }

        assertThat(facts.isWritable()).isTrue();
        assertThat(facts.server().versionNum() / 10000).isEqualTo(version);
        assertThat(facts.server().systemIdentifier())
                .isEqualTo(primary.query("SELECT system_identifier FROM pg_control_system()")
                        .get(0));
        assertThat(facts.server().postmasterStartTime()).isBetween(before.minusSeconds(300), before);
        assertThat(facts.server().monitorPrivileges()).isTrue();
        assertThat(facts.wal().timeline()).isEqualTo(1);
        assertThat(facts.wal().currentLsn())
                .isBetween(
                        new Lsn(0x1000000),
                        Lsn.parse(primary.query("SELECT pg_current_wal_lsn()").get(0)));
        assertThat(facts.wal().receiveLsn()).isNull();
        assertThat(facts.wal().replayLsn()).isNull();
        assertThat(facts.wal().replayPaused()).isFalse();
        assertThat(facts.replication().receiver()).isNull();
        assertThat(facts.replication().senders()).singleElement().satisfies(sender -> {
            assertThat(sender.applicationName()).isEqualTo("standby");
            assertThat(sender.state()).isEqualTo("streaming");
            assertThat(sender.syncState()).isEqualTo("async");
            assertThat(sender.clientAddress()).matches("[0-9a-f.:]+");
            assertThat(sender.replayLsn()).isNotNull();
        });
        assertThat(facts.replication().slots()).extracting(Slot::name).containsExactly("kept");
        assertThat(facts.replication().slots()).singleElement().satisfies(slot -> {
            assertThat(slot.type()).isEqualTo("physical");
            assertThat(slot.active()).isFalse();
            assertThat(slot.walStatus()).isEqualTo("reserved");
            assertThat(slot.retainedBytes()).isPositive();
            assertThat(slot.safeWalSizeBytes()).isNull();
        });
        assertThat(facts.connections().clientBackends()).isGreaterThanOrEqualTo(2);
        assertThat(facts.connections().byState())
                .containsEntry("idle in transaction", 1)
                .containsKey("active");
        assertThat(facts.connections().maxConnections()).isEqualTo(40);
        assertThat(facts.connections().superuserReserved()).isEqualTo(3);
        assertThat(facts.activity().longestTransaction().age()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(30));
        assertThat(facts.activity().longestIdle()).satisfies(idle -> {
            assertThat(idle.user()).isEqualTo("postgres");
            assertThat(idle.database()).isEqualTo("postgres");
        });
        assertThat(facts.activity().blocked().sessions()).isZero();
        assertThat(facts.activity().prepared().transactions()).isZero();
        assertThat(facts.archiver().enabled()).isFalse();
        assertThat(facts.archiver().lastFailed()).isNull();
        assertThat(facts.databases().watched())
                .extracting(PostgresFacts.Database::name)
                .containsExactlyInAnyOrder("postgres", "shop");
        assertThat(facts.databases().watched().get(0).counters()).containsOnlyKeys(Counter.values());
    }

    @Test
    @Order(4)
    void readsAHotStandby() {
        PostgresFacts facts = awaitFacts(standby, f -> f.wal().lastReplayTimestamp() != null);

        assertThat(facts.isWritable()).isFalse();
        assertThat(facts.server().systemIdentifier())
                .isEqualTo(facts(primary, "patroni_monitor").server().systemIdentifier());
        assertThat(facts.wal().timeline()).isEqualTo(1);
        assertThat(facts.wal().currentLsn()).isNull();
        assertThat(facts.wal().receiveLsn()).isGreaterThanOrEqualTo(facts.wal().replayLsn());
        assertThat(facts.replication().receiver()).satisfies(receiver -> {
            assertThat(receiver.status()).isEqualTo("streaming");
            assertThat(receiver.timeline()).isEqualTo(1);
            assertThat(receiver.senderPort()).isNotNull();
            assertThat(receiver.lastMessageReceived()).isNotNull();
        });
        assertThat(facts.replication().senders()).isEmpty();
    }

    @Test
    @Order(5)
    void tellsThatReplayIsPaused() {
        standby.execute("SELECT pg_wal_replay_pause()");
        try {
            assertThat(facts(standby, "patroni_monitor").wal().replayPaused()).isTrue();
        } finally {
            standby.execute("SELECT pg_wal_replay_resume()");
        }
    }

    @Test
    @Order(6)
    void leavesOutWhatARoleWithoutPgMonitorIsNotShown() {
        PostgresFacts facts = facts(primary, "plain");

        assertThat(facts.server().monitorPrivileges()).isFalse();
        assertThat(facts.replication().senders()).singleElement().satisfies(sender -> {
            assertThat(sender.state()).isNull();
            assertThat(sender.sentLsn()).isNull();
            assertThat(sender.replayLsn()).isNull();
        });
        assertThat(facts.connections().byState()).isEmpty();
        assertThat(facts.activity()).isNull();
        assertThat(facts.connections().clientBackends()).isPositive();
        assertThat(facts.isWritable()).isTrue();
        assertThat(facts(standby, "plain").replication().receiver()).satisfies(receiver -> {
            assertThat(receiver).isNotNull();
            assertThat(receiver.status()).isNull();
        });
        assertThat(facts(standby, "plain").wal().timeline()).isEqualTo(1);
    }

    /** The superuser may connect to both databases, of which none has the extension. */
    @Test
    @Order(7)
    void looksForTimescaleDbOnBothSides() {
        for (PostgresUnderTest server : List.of(primary, standby)) {
            try (PostgresClient client = Clients.client(server, Clients.config("postgres", null))) {
                assertThat(Clients.value(client.timescale(Duration.ofSeconds(20), 1)))
                        .isEqualTo(new TimescaleFacts(List.of(), List.of(), 1));
                assertThat(Clients.value(client.timescale(Duration.ofSeconds(20), 2)))
                        .isEqualTo(new TimescaleFacts(List.of(), List.of(), 0));
            }
        }
    }

    @Test
    @Order(7)
    void readsSizesOnBothSides() {
        for (PostgresUnderTest server : List.of(primary, standby)) {
            PostgresSizes sizes = sizes(server, "patroni_monitor");

            assertThat(sizes.missing()).isEmpty();
            assertThat(sizes.databaseBytes()).containsOnlyKeys("postgres", "shop");
            assertThat(sizes.databaseBytes().values()).allMatch(bytes -> bytes > 1_000_000);
            assertThat(sizes.walSegments()).isPositive();
            assertThat(sizes.walBytes()).isEqualTo(sizes.walSegments() * (16L << 20));
            assertThat(sizes.archiveReadyFiles()).isZero();
            assertThat(sizes.archiveOldestReady()).isNull();
            assertThat(sizes.housekeeping()).satisfies(facts -> {
                assertThat(facts.transactionIds().age()).isPositive();
                assertThat(facts.transactionIds().percent()).isBetween(0.0, 1.0);
                assertThat(facts.multixacts().age()).isNotNegative();
                assertThat(facts.checkpoints().writeMillis()).isNotNegative();
                assertThat(facts.settings())
                        .contains(new Housekeeping.Setting("max_connections", "40", false, false))
                        .allMatch(setting -> !setting.name().equals("log_line_prefix") || setting.text());
                assertThat(facts.pendingRestart()).isEmpty();
            });
            assertThat(sizes.volumes()).singleElement().satisfies(volume -> {
                assertThat(volume.volume()).isEqualTo("data");
                assertThat(volume.sizeBytes()).isGreaterThanOrEqualTo(volume.usedBytes() + volume.availableBytes());
                assertThat(volume.usedPercent()).isBetween(0.0, 100.0);
            });
        }
    }

    @Test
    @Order(8)
    void losesOnlyWhatARoleMayNotRead() {
        PostgresSizes sizes = sizes(primary, "plain");

        assertThat(sizes.databaseBytes()).containsOnlyKeys("postgres");
        assertThat(sizes.missing().keySet()).containsExactlyInAnyOrder(Part.WAL, Part.ARCHIVE_STATUS, Part.DISK);
        assertThat(sizes.missing().values()).allMatch(failure -> failure.kind() == FailureKind.PERMISSION);
        assertThat(sizes.walBytes()).isNull();
        assertThat(sizes.archiveReadyFiles()).isNull();
    }

    @Test
    @Order(9)
    void tellsWhoIsBlockedAndByWhom() throws Exception {
        primary.execute("CREATE TABLE IF NOT EXISTS wanted (n int)");
        try (Connection holder = primary.superuser();
                Connection waiter = primary.superuser();
                Statement lock = holder.createStatement();
                Statement wait = waiter.createStatement()) {
            int holding = pid(holder);
            int waiting = pid(waiter);
            lock.execute("BEGIN; LOCK wanted IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> select(wait, "wanted"));
            PostgresFacts facts =
                    awaitFacts(primary, seen -> seen.activity().blocked().sessions() > 0);

            assertThat(facts.activity().blocked().longest()).satisfies(longest -> {
                assertThat(longest.pid()).isEqualTo(waiting);
                assertThat(longest.age()).isBetween(Duration.ZERO, Duration.ofSeconds(20));
            });
            assertThat(facts.activity().blocked().blockers()).containsExactly(holding);
            assertThat(facts.activity().xminAges()).doesNotContainKey(XminHolder.PREPARED_TRANSACTION);
            lock.execute("ROLLBACK");
            end.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    @Order(10)
    void leavesOutThePatientRolesAndTheDatabasesBeyondTheLimit() throws Exception {
        primary.execute("CREATE DATABASE archive");
        try (Connection transaction = primary.superuser();
                Statement statement = transaction.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("SELECT txid_current()");
            primary.execute("INSERT INTO t VALUES (1)");
            PostgresFacts facts = facts(primary, new Watched(Set.of(), 2, Set.of("postgres")));

            assertThat(facts.activity().longestTransaction()).isNull();
            assertThat(facts.activity().longestIdle()).isNull();
            assertThat(facts.activity().xminAges().get(XminHolder.SESSION)).isPositive();
            assertThat(facts.databases().watched())
                    .extracting(PostgresFacts.Database::name)
                    .containsExactly("archive", "postgres");
            assertThat(facts.databases().leftOut()).isEqualTo(1);
        }
        PostgresFacts named = facts(primary, new Watched(Set.of("shop", "nowhere"), 2, Set.of()));
        assertThat(named.databases().watched())
                .extracting(PostgresFacts.Database::name)
                .containsExactly("shop");
        assertThat(named.databases().leftOut()).isZero();
        primary.execute("DROP DATABASE archive");
    }

    @Test
    @Order(11)
    void tellsOfPreparedTransactions() {
        primary.execute("BEGIN; CREATE TABLE promised (n int); PREPARE TRANSACTION 'promise'");
        try {
            Activity activity = facts(primary, "patroni_monitor").activity();

            assertThat(activity.prepared().transactions()).isEqualTo(1);
            assertThat(activity.prepared().oldest()).isBetween(Duration.ZERO, Duration.ofSeconds(30));
            assertThat(activity.xminAges()).containsKey(XminHolder.PREPARED_TRANSACTION);
        } finally {
            primary.execute("ROLLBACK PREPARED 'promise'");
        }
    }

    @Test
    @Order(12)
    void tellsWhichSettingsWaitForARestart() {
        primary.execute("ALTER SYSTEM SET max_connections = 41", "SELECT pg_reload_conf()");
        try {
            Await.until(
                    "the setting is pending",
                    Duration.ofSeconds(20),
                    () -> sizes(primary, "patroni_monitor")
                            .housekeeping()
                            .pendingRestart()
                            .equals(List.of("max_connections")));
        } finally {
            primary.execute("ALTER SYSTEM RESET max_connections", "SELECT pg_reload_conf()");
        }
    }

    private static void select(Statement statement, String table) {
        try {
            statement.execute("SELECT * FROM " + table);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static int pid(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static PostgresFacts facts(PostgresUnderTest server, Watched watched) {
        PostgresConfig config = new PostgresConfig(
                true, "patroni_monitor", null, "postgres", "prefer", null, null, Clients.NO_PASSWORD, watched);
        try (PostgresClient client = Clients.client(server, config)) {
            return Clients.value(client.facts(Duration.ofSeconds(10)));
        }
    }

    @Test
    @Order(13)
    void sessionsCanNotWrite() throws SQLException {
        var connector =
                new Connector(Clients.target(primary), Clients.config("postgres", null), 1 << 20, Clock.systemUTC());
        try (Connection connection = connector.open(
                        Deadline.after(Duration.ofSeconds(5), Clock.systemUTC()), Duration.ofSeconds(5));
                Statement statement = connection.createStatement()) {
            assertThat(catchThrowable(() -> statement.execute("CREATE TABLE x ()")))
                    .hasMessageContaining("read-only transaction");
        }
    }

    private static PostgresFacts facts(PostgresUnderTest server, String role) {
        try (PostgresClient client = Clients.client(server, Clients.config(role, null))) {
            return Clients.value(client.facts(Duration.ofSeconds(10)));
        }
    }

    private static PostgresSizes sizes(PostgresUnderTest server, String role) {
        try (PostgresClient client = Clients.client(server, Clients.config(role, null))) {
            return Clients.value(client.sizes(Duration.ofSeconds(20)));
        }
    }

    private static PostgresFacts awaitFacts(PostgresUnderTest server, Predicate<PostgresFacts> condition) {
        try (PostgresClient client = Clients.client(server, Clients.config("postgres", null))) {
            Instant end = Instant.now().plusSeconds(20);
            PostgresFacts facts = Clients.value(client.facts(Duration.ofSeconds(10)));
            while (!condition.test(facts) && Instant.now().isBefore(end)) {
                facts = Clients.value(client.facts(Duration.ofSeconds(10)));
            }
            assertThat(facts).matches(condition);
            return facts;
        }
    }
}
