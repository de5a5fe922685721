package io.greenlang.patroni.monitor.source.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.PasswordUse;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import io.greenlang.patroni.monitor.config.EndpointsConfig;
import io.greenlang.patroni.monitor.config.HostList;
import io.greenlang.patroni.monitor.config.RequireAuth;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Reply;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.PgBouncer;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.PostgresUnderTest;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands behind an endpoint, asked straight and through a real PgBouncer in transaction mode. */
@Timeout(60)
class EndpointClientIT {
    private static final String ROLE = "patroni_monitor";
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static PostgresUnderTest primary;
    private static PostgresUnderTest standby;
    private static PgBouncer pooler;

    @BeforeAll
    static void start() {
        primary = PostgresUnderTest.start(16);
        primary.execute("CREATE ROLE " + ROLE + " LOGIN");
        primary.requirePassword(ROLE, PASSWORD);
        standby = primary.standby();
        pooler = PgBouncer.start(Target.newFolder("pgbouncer"), primary.port(), ROLE, PASSWORD);
    }

    @AfterAll
    static void stop() {
        pooler.close();
        standby.close();
        primary.close();
    }

    @Test
    void tellsAPrimaryByItsOwnWord() {
        Reply reply = value(ask(primary.port()));

        assertThat(reply)
                .isEqualTo(new Reply(
                        primary.query("SELECT system_identifier FROM pg_control_system()")
                                .get(0),
                        false,
                        1,
                        own("host(inet_server_addr())"),
                        ownPort(),
                        started(primary)));
    }

    @Test
    void tellsAStandbyWithoutATimeline() {
        Reply reply = value(ask(standby.port()));

        assertThat(reply.inRecovery()).isTrue();
        assertThat(reply.timeline()).isNull();
        assertThat(reply.postmasterStartTime()).isEqualTo(started(standby));
    }

    @Test
    void seesTheServerBehindAPoolerThatKnowsNoParameterOfTheDriver() {
        Reply reply = value(ask(pooler.port()));

        assertThat(reply.port()).as("of the server, not of the pooler").isEqualTo(ownPort());
        assertThat(reply.postmasterStartTime()).isEqualTo(started(primary));
    }

    @Test
    void leavesNothingBehindInThePoolersSession() {
        value(ask(pooler.port()));
        int before = primary.log().size();
        for (int i = 0; i < 5; i++) {
            value(ask(pooler.port()));
        }

        List<String> since = primary.log().stream()
                .skip(before)
                .filter(line -> line.contains("," + ROLE + ","))
                .toList();
        assertThat(since).noneMatch(line -> line.contains("connection authorized"));
        assertThat(since).noneMatch(line -> line.contains("execute"));
        assertThat(since)
                .filteredOn(line -> line.contains("SET "))
                .as("what PgBouncer itself carries from client to client")
                .allMatch(line -> line.matches(".*SET (DateStyle|TimeZone|client_encoding|application_name)=.*"));
        assertThat(since).filteredOn(line -> line.contains("BEGIN READ ONLY")).hasSize(5);
        assertThat(since).filteredOn(line -> line.contains("ROLLBACK")).hasSize(5);
    }

    @Test
    void takesThePoolersRefusalsForWhatTheyMean() {
        assertThat(failure(ask(pooler.port(), "nobody", "postgres")).kind()).isEqualTo(FailureKind.AUTH);
        assertThat(failure(ask(pooler.port(), ROLE, "elsewhere")).kind()).isEqualTo(FailureKind.AUTH);
        try (PgBouncer alone = PgBouncer.start(Target.newFolder("pgbouncer"), Ports.free(), ROLE, PASSWORD)) {
            assertThat(failure(ask(alone.port())).kind())
                    .as("a pooler that has never seen its server lets clients wait")
                    .isIn(FailureKind.UNREACHABLE, FailureKind.TIMEOUT);
        }
    }

    @Test
    void tellsNobodyListeningFromAProxyThatClosesAndFromSilence() throws IOException {
        assertThat(failure(ask(Ports.free())).kind()).isEqualTo(FailureKind.REFUSED);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Instant before = Instant.now();
            assertThat(failure(ask(silent.getLocalPort())).kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(Duration.between(before, Instant.now())).isLessThan(TIMEOUT.plusSeconds(1));
        }
        try (ServerSocket closing = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread proxy = new Thread(() -> closeEach(closing));
            proxy.setDaemon(true);
            proxy.start();
            assertThat(failure(ask(closing.getLocalPort())).kind()).isIn(FailureKind.CUT, FailureKind.UNREACHABLE);
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void sendsNoPasswordToAServerThatAsksForItInClear() {
        primary.execute("CREATE ROLE plain LOGIN PASSWORD 'secret'");
        primary.hostBasedAuthentication("host all plain all password");

        Failure refused = failure(ask(primary.port(), "plain", "postgres"));

        assertThat(refused.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(refused.detail()).contains("password not sent");
        primary.hostBasedAuthentication("host all " + ROLE + " all scram-sha-256");
    }

    private static void closeEach(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException closed) {
            return;
        }
    }

    /** What the server says of itself: in a container it has another address and port than its clients see. */
    private static String own(String expression) {
        return primary.query("SELECT " + expression).get(0);
    }

    private static int ownPort() {
        return Integer.parseInt(own("inet_server_port()"));
    }

    private static Instant started(PostgresUnderTest server) {
        String micros = server.query("SELECT (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint")
                .get(0);
        return Instant.EPOCH.plusNanos(Long.parseLong(micros) * 1000);
    }

    private static Answer<Reply> ask(int port) {
        return ask(port, ROLE, "postgres");
    }

    private static Answer<Reply> ask(int port, String role, String database) {
        PostgresConfig login = new PostgresConfig(
                true,
                role,
                Secret.ofValue(PASSWORD),
                database,
                "prefer",
                null,
                null,
                new PasswordUse(RequireAuth.SCRAM, HostList.of("127.0.0.1")),
                new Watched(Set.of(), 1, Set.of()));
        HostAndPort endpoint = new HostAndPort("127.0.0.1", port);
        EndpointsConfig config =
                new EndpointsConfig(List.of(endpoint), List.of(), Duration.ofSeconds(15), TIMEOUT, login);
        return new EndpointClient("demo", endpoint, config, 10_000, Clock.systemUTC()).ask();
    }

    private static Reply value(Answer<Reply> answer) {
        return answer.value().orElseThrow(() -> new AssertionError("not answered: " + answer));
    }

    private static Failure failure(Answer<Reply> answer) {
        return answer.reason().orElseThrow(() -> new AssertionError("no failure: " + answer));
    }
}
