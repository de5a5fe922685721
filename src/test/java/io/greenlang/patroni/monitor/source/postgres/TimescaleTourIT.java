package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Database;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Missing;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Part;
import io.greenlang.patroni.monitor.model.TimescaleJob;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ImitatedTimescale;
import io.greenlang.patroni.monitor.testing.PostgresUnderTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which databases are looked into, and how: TimescaleDB is imitated in them. */
@Timeout(120)
class TimescaleTourIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MANY = 20;

    private PostgresUnderTest server;

    @BeforeEach
    void start() throws SQLException {
        server = PostgresUnderTest.start(16);
        server.setUp();
        for (String database : List.of("alpha", "beta", "gamma")) {
            server.execute("CREATE DATABASE " + database);
        }
        imitate("beta", 7);
        imitate("gamma", 12);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void findsEveryDatabaseThatHasTheExtension() throws SQLException {
        imitate("postgres", 5);

        TimescaleFacts facts = look(MANY);

        assertThat(facts.databases()).extracting(Database::name).containsExactly("postgres", "beta", "gamma");
        assertThat(facts.databases()).extracting(Database::chunks).containsExactly(5L, 7L, 12L);
        assertThat(facts.databases()).extracting(Database::compressedChunks).containsOnly(3L);
        assertThat(facts.databases()).extracting(Database::version).containsOnly("2.23.0");
        assertThat(facts.jobs().map(TimescaleFacts.JobOf::words))
                .contains("job 1000 of beta, _timescaledb_functions.policy_compression on public.measurements");
        assertThat(facts.missing()).isEmpty();
        assertThat(facts.leftOut()).isZero();
    }

    @Test
    void leavesOutWhatMayNotBeConnectedTo() {
        server.execute(
                "REVOKE CONNECT ON DATABASE beta FROM PUBLIC",
                "ALTER DATABASE gamma ALLOW_CONNECTIONS false",
                "ALTER DATABASE alpha IS_TEMPLATE true");

        assertThat(look(MANY)).isEqualTo(new TimescaleFacts(List.of(), List.of(), 0));
    }

    @Test
    void countsWhatIsOverTheLimit() {
        TimescaleFacts facts = look(3);

        assertThat(facts.databases()).extracting(Database::name).containsExactly("beta");
        assertThat(facts.leftOut()).isOne();
        assertThat(look(1).leftOut()).isEqualTo(3);
    }

    @Test
    void losesOnlyTheDatabaseThatRefusesTheRole() {
        server.hostBasedAuthentication("host beta patroni_monitor all reject");
        Await.until("it is refused", PATIENCE, () -> !look(MANY).missing().isEmpty());

        TimescaleFacts facts = look(MANY);

        assertThat(facts.databases()).extracting(Database::name).containsExactly("gamma");
        assertThat(facts.missing()).singleElement().satisfies(missing -> {
            assertThat(missing.database()).isEqualTo("beta");
            assertThat(missing.part()).isEqualTo(Part.DATABASE);
            assertThat(missing.failure().kind()).isEqualTo(FailureKind.AUTH);
            assertThat(missing.failure().detail()).contains("/beta: ");
        });
    }

    @Test
    void losesOnlyTheDatabaseThatHangs() throws SQLException {
        try (Connection holder = server.superuser("beta");
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE pg_extension IN ACCESS EXCLUSIVE MODE");

            TimescaleFacts facts = look(MANY, Duration.ofSeconds(8));

            assertThat(facts.databases()).extracting(Database::name).containsExactly("gamma");
            assertThat(facts.missing()).extracting(Missing::database).containsExactly("beta");
        }
    }

    @Test
    void losesOnlyTheJobsThatItMayNotRead() throws SQLException {
        in("beta", "REVOKE SELECT ON timescaledb_information.jobs FROM PUBLIC");

        TimescaleFacts facts = look(MANY);

        Database beta = facts.databases().get(0);
        assertThat(beta.chunks()).isEqualTo(7);
        assertThat(beta.knownJobs()).isEmpty();
        assertThat(facts.missing()).singleElement().satisfies(missing -> {
            assertThat(missing.part()).isEqualTo(Part.JOBS);
            assertThat(missing.failure().kind()).isEqualTo(FailureKind.PERMISSION);
        });
    }

    @Test
    void goesByTheLastRunWhereNobodyShowsTheFailuresInARow() throws SQLException {
        in("beta", ImitatedTimescale.failing(4).toArray(String[]::new));
        assertThat(jobOfBeta().runs().failuresInARow()).isEqualTo(4);
        assertThat(jobOfBeta().runs().failures()).isEqualTo(6);

        in("beta", "DROP TABLE _timescaledb_internal.bgw_job_stat");

        assertThat(jobOfBeta().runs().failuresInARow()).isOne();
        assertThat(jobOfBeta().isFailing()).isTrue();
    }

    @Test
    void tellsTheSameOnAStandby() {
        try (PostgresUnderTest standby = server.standby();
                PostgresClient client = Clients.client(standby, Clients.config("patroni_monitor", null))) {
            assertThat(Clients.value(client.timescale(PATIENCE, MANY)).databases())
                    .extracting(Database::chunks)
                    .containsExactly(7L, 12L);
        }
    }

    /** One for the fast facts stays, and the other one is closed before each visit. */
    @Test
    void goesFromDatabaseToDatabaseWithOneConnection() {
        int before = logins().size();
        try (PostgresClient client = Clients.client(server, Clients.config("patroni_monitor", null))) {
            Clients.value(client.facts(PATIENCE));
            Clients.value(client.sizes(PATIENCE));

            assertThat(Clients.value(client.timescale(PATIENCE, MANY)).missing())
                    .isEmpty();

            Await.until(
                    "the session that was closed last has ended",
                    PATIENCE,
                    () -> server.query("SELECT datname FROM pg_stat_activity WHERE usename = 'patroni_monitor'")
                            .equals(List.of("postgres")));
            assertThat(logins().subList(before, logins().size()))
                    .extracting(line -> line.replaceAll(".* database=(\\w+) .*", "$1"))
                    .containsExactly("postgres", "postgres", "alpha", "beta", "gamma");
            assertThat(Clients.value(client.sizes(PATIENCE)).databaseBytes()).hasSize(4);
        }
    }

    private List<String> logins() {
        return server.log().stream()
                .filter(line -> line.contains("connection authorized: user=patroni_monitor"))
                .toList();
    }

    private TimescaleJob jobOfBeta() {
        return look(MANY)
                .jobs()
                .filter(one -> one.database().equals("beta"))
                .findFirst()
                .orElseThrow()
                .job();
    }

    private TimescaleFacts look(int maxDatabases) {
        return look(maxDatabases, PATIENCE);
    }

    private TimescaleFacts look(int maxDatabases, Duration timeout) {
        try (PostgresClient client = Clients.client(server, Clients.config("patroni_monitor", null))) {
            return Clients.value(client.timescale(timeout, maxDatabases));
        }
    }

    private void imitate(String database, int chunks) throws SQLException {
        in(database, ImitatedTimescale.statements(chunks).toArray(String[]::new));
    }

    private void in(String database, String... statements) throws SQLException {
        try (Connection connection = server.superuser(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
