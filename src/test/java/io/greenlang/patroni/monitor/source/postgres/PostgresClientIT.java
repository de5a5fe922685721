package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.testing.PostgresUnderTest;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the client does when the server doesn't do what it should, and what it costs the server. */
@Timeout(60)
class PostgresClientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SLACK = Duration.ofMillis(1500);
    private static final String PASSWORD = "correct horse battery staple";

    private static PostgresUnderTest server;

    @TempDir
    Path directory;

    private final SteppedClock clock = new SteppedClock(Clock.systemUTC());
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = PostgresUnderTest.start(16);
        server.setUp();
        server.requirePassword("patroni_monitor", PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void costsTheServerOneStatementAPollAndNoNewConnection() throws Exception {
        PostgresClient client = client(PASSWORD);
        Clients.value(client.facts(PATIENCE));
        int before = monitorLines().size();

        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(5));
            Clients.value(client.facts(PATIENCE));
        }

        List<String> steady = monitorLines().subList(before, monitorLines().size());
        assertThat(steady)
                .filteredOn(line -> line.contains("connection authorized"))
                .isEmpty();
        assertThat(steady).hasSize(5).allMatch(line -> line.contains("WITH node AS"));
    }

    @Test
    void costsTheServerTwoConnectionsAtMostAndNoStatementToSetThemUp() throws Exception {
        int before = monitorLines().size();
        PostgresClient client = client(PASSWORD);

        Clients.value(client.facts(PATIENCE));
        Clients.value(client.sizes(PATIENCE));

        List<String> first = monitorLines().subList(before, monitorLines().size());
        assertThat(first)
                .filteredOn(line -> line.contains("connection authorized"))
                .hasSize(2);
        assertThat(first)
                .filteredOn(line -> line.contains("execute") || line.contains("statement:"))
                .hasSize(5)
                .noneMatch(line -> line.contains("SET ") || line.contains("SHOW "));
        assertThat(monitorConnections()).isEqualTo(2);

        Clients.value(client.facts(PATIENCE));
        Clients.value(client.sizes(PATIENCE));

        List<String> both = monitorLines().subList(before, monitorLines().size());
        assertThat(both)
                .filteredOn(line -> line.contains("connection authorized"))
                .hasSize(2);
    }

    @Test
    void checksForNewConnectionsWithoutAComplaintInTheServersLog() throws Exception {
        PostgresClient client = client(PASSWORD);
        Clients.value(client.facts(PATIENCE));
        int before = server.log().size();

        for (int i = 0; i < 3; i++) {
            clock.advance(Clients.POLL.postmasterCheck());
            Clients.value(client.facts(PATIENCE));
        }

        assertThat(Clients.complaints(server, before, 3)).isEmpty();
    }

    @Test
    void replacesTheConnectionWhenItIsOld() throws Exception {
        PostgresClient client = client(PASSWORD);
        Clients.value(client.facts(PATIENCE));
        String first = monitorPids();

        clock.advance(Clients.POLL.connectionLifetime().dividedBy(2));
        Clients.value(client.facts(PATIENCE));
        assertThat(monitorPids()).isEqualTo(first);

        clock.advance(Clients.POLL.connectionLifetime().dividedBy(2));
        Clients.value(client.facts(PATIENCE));
        assertThat(monitorPids()).isNotEqualTo(first);
    }

    @Test
    void survivesTheLossOfItsConnectionWithinTheSamePoll() throws Exception {
        PostgresClient client = client(PASSWORD);
        Clients.value(client.facts(PATIENCE));
        Clients.value(client.sizes(PATIENCE));

        server.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'patroni_monitor'");

        assertThat(client.facts(PATIENCE).isAnswered()).isTrue();
        assertThat(Clients.value(client.sizes(PATIENCE)).missing()).doesNotContainKey(Part.DATABASES);
    }

    @Test
    void triesAWrongPasswordOnceAndThenAgainAfterAPauseOrWithAnother() throws Exception {
        PostgresClient client = client("wrong secret");
        int before = refusals();

        Failure failure = Clients.failure(client.facts(PATIENCE));
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(failure.detail()).contains("127.0.0.1:", "28P01").doesNotContain("wrong secret");
        Instant refused = clock.instant();
        clock.advance(Duration.ofSeconds(9));
        assertThat(Clients.failure(client.sizes(PATIENCE))).isEqualTo(failure);
        Answer<PostgresFacts> repeated = client.facts(PATIENCE);
        assertThat(Clients.failure(repeated)).isEqualTo(failure);
        assertThat(repeated.knownAt()).hasValueSatisfying(at -> assertThat(at).isBeforeOrEqualTo(refused));
        assertThat(refusals()).isEqualTo(before + 1);

        clock.advance(Duration.ofSeconds(2));
        Clients.failure(client.facts(PATIENCE));
        assertThat(refusals()).isEqualTo(before + 2);

        Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        assertThat(client.facts(PATIENCE).isAnswered()).isTrue();
    }

    @Test
    void saysThatThePasswordFileIsMissing() throws Exception {
        Path file = directory.resolve("nowhere");
        PostgresClient client = client(server(), Clients.config("patroni_monitor", Secret.inFile(file)));

        Failure failure = Clients.failure(client.facts(PATIENCE));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(failure.detail()).contains(file.toString());
    }

    @Test
    void saysThatNoConnectionIsLeftForTheRole() throws Exception {
        for (int i = 0; i < 5; i++) {
            open.add(login());
        }

        Failure failure = Clients.failure(client(PASSWORD).facts(PATIENCE));

        assertThat(failure.kind()).isEqualTo(FailureKind.TOO_MANY_CONNECTIONS);
    }

    @Test
    void saysThatTheDatabaseDoesNotExist() throws Exception {
        PostgresConfig config = Clients.config("postgres", null).withDatabase("nowhere");

        Failure failure = Clients.failure(client(server(), config).facts(PATIENCE));

        assertThat(failure.kind()).isEqualTo(FailureKind.SQL);
        assertThat(failure.detail()).contains("3D000", "nowhere");
    }

    @Test
    void saysThatTheServerHasNoTls() throws Exception {
        PostgresConfig config = Clients.config("postgres", null).withTls("require", null, null);

        assertThat(Clients.failure(client(server(), config).facts(PATIENCE)).kind())
                .isEqualTo(FailureKind.TLS);
    }

    @Test
    void givesUpAFrozenServerAtTheDeadlineAndRecovers() throws Exception {
        Duration timeout = Duration.ofMillis(1200);
        PostgresClient client = client(PASSWORD);
        Clients.value(client.facts(PATIENCE));
        server.freeze();
        try {
            for (int i = 0; i < 3; i++) {
                Instant asked = Instant.now();
                assertThat(Clients.failure(client.facts(timeout)).kind()).isEqualTo(FailureKind.TIMEOUT);
                assertThat(Duration.between(asked, Instant.now()))
                        .isBetween(timeout.minusMillis(100), timeout.plus(SLACK));
            }
            Instant asked = Instant.now();
            assertThat(Clients.failure(client.sizes(timeout)).kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(timeout.plus(SLACK));
            assertThat(clientSockets()).isLessThanOrEqualTo(2);
        } finally {
            server.thaw();
        }
        awaitAnswer(client);
    }

    @Test
    void noticesAFrozenPostmasterBesideALivingBackendWhenACheckIsDue() throws Exception {
        PostgresClient client = client(PASSWORD);
        Clients.value(client.facts(PATIENCE));
        server.freezePostmaster();
        try {
            clock.advance(Duration.ofSeconds(5));
            assertThat(client.facts(PATIENCE).isAnswered()).isTrue();

            clock.advance(Duration.ofSeconds(5));
            for (int i = 0; i < 2; i++) {
                assertThat(Clients.failure(client.facts(Duration.ofMillis(800))).kind())
                        .isEqualTo(FailureKind.TIMEOUT);
            }
        } finally {
            server.thaw();
        }
        awaitAnswer(client);
    }

    @Test
    void closingEndsAQuestionThatIsUnderWay() throws Exception {
        PostgresClient client = client(PASSWORD);
        Clients.value(client.facts(PATIENCE));
        server.freeze();
        try {
            FutureTask<Answer<PostgresFacts>> question = new FutureTask<>(() -> client.facts(Duration.ofSeconds(30)));
            Thread asking = new Thread(question, "asking");
            asking.start();
            awaitFrame(asking, FactsQuery.class);
            client.close();
            assertThat(question.get(10, TimeUnit.SECONDS).isAnswered()).isFalse();
        } finally {
            server.thaw();
        }
    }

    @Test
    void turnsASecondQuestionAwayWhileTheFirstIsOpen() throws Exception {
        PostgresClient client = client(PASSWORD);
        Clients.value(client.facts(PATIENCE));
        server.freeze();
        try {
            FutureTask<Answer<PostgresFacts>> question = new FutureTask<>(() -> client.facts(PATIENCE));
            Thread asking = new Thread(question, "asking");
            asking.start();
            awaitFrame(asking, FactsQuery.class);

            assertThat(Clients.failure(client.facts(PATIENCE)).kind()).isEqualTo(FailureKind.MONITOR_BUSY);
            server.thaw();
            assertThat(question.get(10, TimeUnit.SECONDS).isAnswered()).isTrue();
        } finally {
            server.thaw();
        }
    }

    /** Until the thread is in a method of this class; the class-wide limit ends a wait in vain. */
    private static void awaitFrame(Thread thread, Class<?> type) {
        while (Arrays.stream(thread.getStackTrace())
                .noneMatch(frame -> frame.getClassName().equals(type.getName()))) {
            assertThat(thread.isAlive()).isTrue();
        }
    }

    private static void awaitAnswer(PostgresClient client) {
        Instant end = Instant.now().plusSeconds(20);
        Answer<PostgresFacts> answer = client.facts(PATIENCE);
        while (!answer.isAnswered() && Instant.now().isBefore(end)) {
            answer = client.facts(PATIENCE);
        }
        assertThat(answer.isAnswered()).as("%s", answer).isTrue();
    }

    private PostgresClient client(String password) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), password + "\n");
        return client(server(), Clients.config("patroni_monitor", Secret.inFile(file)));
    }

    private PostgresClient client(PostgresClient.Target target, PostgresConfig config) {
        PostgresClient client = Clients.client(target, config, clock);
        open.add(client);
        return client;
    }

    private static PostgresClient.Target server() {
        return Clients.target(server);
    }

    private static Connection login() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + server.host() + ":" + server.port() + "/postgres", "patroni_monitor", PASSWORD);
    }

    private static List<String> monitorLines() {
        return server.log().stream()
                .filter(line -> line.contains(",patroni_monitor,"))
                .filter(line -> line.contains("LOG:"))
                .filter(line -> !line.contains("connection authenticated") && !line.contains("disconnection"))
                .toList();
    }

    private static int refusals() {
        return (int) server.log().stream()
                .filter(line -> line.contains("FATAL:  password authentication failed"))
                .count();
    }

    private static int monitorConnections() {
        return server.query("SELECT pid FROM pg_stat_activity WHERE usename = 'patroni_monitor'")
                .size();
    }

    private static String monitorPids() {
        return String.join(",", server.query("SELECT pid FROM pg_stat_activity WHERE usename = 'patroni_monitor'"));
    }

    /** Established ones from this machine, as the kernel lists them: the remote port is the server's. */
    private static long clientSockets() throws Exception {
        String remote = String.format(":%04X 01 ", server.port());
        long sockets = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            sockets += Files.readAllLines(Path.of(table)).stream()
                    .filter(line -> line.contains(remote))
                    .count();
        }
        return sockets;
    }
}
