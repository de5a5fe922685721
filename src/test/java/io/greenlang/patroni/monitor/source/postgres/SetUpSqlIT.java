package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.BackupInfo.Absent;
import io.greenlang.patroni.monitor.model.BackupInfo.Refused;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.testing.PostgresUnderTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The views of {@code docs/setup.sql} over programs that say what this machine's wouldn't. */
@Timeout(60)
class SetUpSqlIT {
    private static final String TWO_FILE_SYSTEMS = """
            printf "%s\\n" \
            "Filesystem 1024-blocks Used Available Capacity Mounted on" \
            "//host/my share 1000 600 300 67% /var/lib/post gres" \
            "/dev/sdb1 500 100 -1 100% /wal"
            """;

    private static PostgresUnderTest server;

    @BeforeAll
    static void start() {
        server = PostgresUnderTest.start(17);
        server.setUp();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void showsPgWalWhereItIsAnotherFileSystem() {
        program("df_raw", TWO_FILE_SYSTEMS);

        assertThat(sizes().volumes())
                .containsExactly(
                        new Volume("data", 1000 * 1024, 600 * 1024, 300 * 1024),
                        new Volume("wal", 500 * 1024, 100 * 1024, 0));
    }

    @Test
    void losesOnlyTheDiskWhenTheProgramFails() {
        program("df_raw", "exit 3");

        PostgresSizes sizes = sizes();

        assertThat(sizes.missing()).containsOnlyKeys(Part.DISK);
        assertThat(sizes.missing().get(Part.DISK).kind()).isEqualTo(FailureKind.SQL);
        assertThat(sizes.missing().get(Part.DISK).detail()).contains("38000").doesNotContain("setup.sql");
        assertThat(sizes.databaseBytes()).isNotEmpty();
    }

    @Test
    void losesWhatComesAfterAPartThatTakesTooLong() {
        program("df_raw", "sleep 20");

        try (PostgresClient client = Clients.client(server, Clients.config("patroni_monitor", null))) {
            PostgresSizes sizes = Clients.value(client.sizes(Duration.ofSeconds(2)));

            assertThat(sizes.walBytes()).isPositive();
            assertThat(sizes.missing()).containsKeys(Part.DISK, Part.DATABASES);
            assertThat(sizes.missing().get(Part.DATABASES).kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(sizes.databaseBytes()).isEmpty();
        }
    }

    @Test
    void losesOnlyWhatIsLockedAndNotTheNode() throws Exception {
        try (Connection owner = server.superuser();
                Statement lock = owner.createStatement();
                PostgresClient client = Clients.impatient(server, Duration.ofSeconds(2))) {
            lock.execute("BEGIN; LOCK patroni_monitor.disk IN ACCESS EXCLUSIVE MODE");
            PostgresSizes sizes = Clients.value(client.sizes(Duration.ofSeconds(20)));

            assertThat(sizes.missing()).containsOnlyKeys(Part.DISK);
            assertThat(sizes.missing().get(Part.DISK).kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(sizes.databaseBytes()).isNotEmpty();
            assertThat(client.facts(Duration.ofSeconds(5)).isAnswered()).isTrue();
        }
    }

    @Test
    void givesWhatPgBackRestSaysAsItIs() throws Exception {
        program("pgbackrest_raw", "printf '%s\\n' '[{\"name\":\"main\",\"x\":\"a\\tb, c\"}]'");

        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + server.host() + ":" + server.port() + "/postgres?user=patroni_monitor");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT info::json -> 0 ->> 'x' FROM patroni_monitor.backup")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("a\tb, c");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'printf %s []', 'Listing[stanzas=[], note=null]'",
        "'echo WARN: a b; printf %s []', 'Listing[stanzas=[], note=WARN: a b]'",
        "':', Absent[reason=pgBackRest is not installed]",
        "nosuchprogram --output=json info, Absent[reason=pgBackRest is not installed]",
    })
    void tellsWhereThereIsNothingToTell(String program, String reply) {
        program("pgbackrest_raw", program);

        assertThat(backups().reply()).hasToString(reply);
    }

    @ParameterizedTest
    @CsvSource({"exit 29, SQL", "echo rubbish, BAD_ANSWER"})
    void tellsThatPgBackRestFails(String program, FailureKind kind) {
        program("pgbackrest_raw", program);

        assertThat(backups().reply())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.failure().kind()).isEqualTo(kind));
    }

    @Test
    void doesNotWaitLongForPgBackRest() {
        program("pgbackrest_raw", "sleep 20");

        try (PostgresClient client = Clients.client(server, Clients.config("patroni_monitor", null))) {
            assertThat(client.backups(Duration.ofSeconds(1)).reason())
                    .map(Failure::kind)
                    .contains(FailureKind.TIMEOUT);
        }
    }

    @Test
    void tellsWhatIsMissingWithoutTheView() {
        server.execute("CREATE ROLE stranger LOGIN");

        try (PostgresClient client = Clients.client(server, Clients.config("stranger", null))) {
            assertThat(Clients.value(client.backups(Duration.ofSeconds(20))).reply())
                    .isInstanceOfSatisfying(
                            Absent.class,
                            absent -> assertThat(absent.reason()).endsWith("; run docs/setup.sql on the primary"));
        }
    }

    private static void program(String table, String program) {
        server.execute("ALTER FOREIGN TABLE patroni_monitor." + table + " OPTIONS (SET program $program$"
                + program.strip() + "$program$)");
    }

    private static BackupInfo backups() {
        try (PostgresClient client = Clients.client(server, Clients.config("patroni_monitor", null))) {
            return Clients.value(client.backups(Duration.ofSeconds(20)));
        }
    }

    private static PostgresSizes sizes() {
        try (PostgresClient client = Clients.client(server, Clients.config("patroni_monitor", null))) {
            return Clients.value(client.sizes(Duration.ofSeconds(20)));
        }
    }
}
