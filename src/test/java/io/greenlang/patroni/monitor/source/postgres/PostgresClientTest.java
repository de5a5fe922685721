package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against ports where something else than PostgreSQL is, or nothing. */
@Timeout(30)
class PostgresClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void tellsARefusedConnectionAtOnceEveryTime() throws IOException {
        try (PostgresClient client = client("127.0.0.1", unusedPort())) {
            for (int i = 0; i < 3; i++) {
                Instant asked = Instant.now();
                assertThat(Clients.failure(client.facts(PATIENCE)).kind()).isEqualTo(FailureKind.REFUSED);
                assertThat(Clients.failure(client.sizes(PATIENCE)).kind()).isEqualTo(FailureKind.REFUSED);
                assertThat(Duration.between(asked, Instant.now())).isLessThan(PATIENCE.dividedBy(2));
            }
        }
    }

    @Test
    void tellsAnUnknownHost() {
        try (PostgresClient client = client("nowhere.invalid", 5432)) {
            assertThat(Clients.failure(client.facts(PATIENCE)).kind()).isEqualTo(FailureKind.DNS);
        }
    }

    @Test
    void looksUpNamesOfDockerSwarm() {
        try (PostgresClient client = client("tasks.db_node.invalid", 5432)) {
            Failure failure = Clients.failure(client.facts(PATIENCE));

            assertThat(failure.kind()).isEqualTo(FailureKind.DNS);
            assertThat(failure.detail()).doesNotContain("no host name");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost/?sslmode=disable&x=", "a b", "a,b", "", "user@host"})
    void asksNoHostThatCouldSmuggleParameters(String host) {
        try (PostgresClient client = client(host, 5432)) {
            assertThat(Clients.failure(client.facts(PATIENCE)).kind()).isEqualTo(FailureKind.DNS);
        }
    }

    @Test
    void takesInNoMoreThanAnAnswerMayHave() throws Exception {
        byte[] endless = {'E', 0x7f, 0x7f, 0x7f, 0x7f};
        try (Listener listener = new Listener(socket -> socket.getOutputStream().write(endless));
                PostgresClient client = client("127.0.0.1", listener.port())) {
            assertThat(Clients.failure(client.facts(PATIENCE)).kind()).isEqualTo(FailureKind.TOO_LARGE);
        }
    }

    @Test
    void givesUpASilentServerAtTheDeadlineAfterOneAttempt() throws Exception {
        try (Listener listener = new Listener(socket -> {});
                PostgresClient client = client("127.0.0.1", listener.port())) {
            Duration timeout = Duration.ofMillis(700);
            Instant asked = Instant.now();

            Failure failure = Clients.failure(client.facts(timeout));

            assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(Duration.between(asked, Instant.now()))
                    .isBetween(timeout.minusMillis(50), timeout.plusMillis(1500));
            awaitEndOfConnecting();
            assertThat(listener.accepted).hasSize(1);
        }
    }

    @Test
    void tellsThatTheServerHungUp() throws Exception {
        try (Listener listener = new Listener(Socket::close);
                PostgresClient client = client("127.0.0.1", listener.port())) {
            assertThat(Clients.failure(client.facts(PATIENCE)).kind()).isIn(FailureKind.CUT, FailureKind.UNREACHABLE);
        }
    }

    @Test
    void tellsThatSomethingElseAnswers() throws Exception {
        byte[] http = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Listener listener = new Listener(socket -> socket.getOutputStream().write(http));
                PostgresClient client = client("127.0.0.1", listener.port())) {
            assertThat(Clients.failure(client.facts(PATIENCE)).kind()).isEqualTo(FailureKind.BAD_ANSWER);
        }
    }

    @Test
    void anInterruptEndsConnectingAndStaysSet() throws Exception {
        try (Listener listener = new Listener(socket -> {});
                PostgresClient client = client("127.0.0.1", listener.port())) {
            FutureTask<Boolean> question = new FutureTask<>(() -> {
                FailureKind kind =
                        Clients.failure(client.facts(Duration.ofSeconds(25))).kind();
                return kind == FailureKind.TIMEOUT && Thread.currentThread().isInterrupted();
            });
            Thread asking = new Thread(question, "asking");
            asking.start();
            asking.interrupt();

            assertThat(question.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void namesIpv6AddressesAsUrlsDo() throws IOException {
        assertThat(new Target("demo", "node1", "::1", 5432).address()).isEqualTo("[::1]:5432");
        try (PostgresClient client = client("::1", unusedPort())) {
            assertThat(Clients.failure(client.facts(PATIENCE)).kind())
                    .isIn(FailureKind.REFUSED, FailureKind.UNREACHABLE);
        }
    }

    private static PostgresClient client(String host, int port) {
        return Clients.client(
                new Target("demo", "node1", host, port), Clients.config("postgres", null), Clock.systemUTC());
    }

    /** The driver connects on a thread of its own, which outlives the call that gave it up. */
    private static void awaitEndOfConnecting() {
        while (Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().startsWith("org.postgresql.core."))) {
            Thread.onSpinWait();
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private interface Behaviour {
        void with(Socket socket) throws IOException;
    }

    /** Accepts on loopback and does one thing with each connection. */
    private static final class Listener implements AutoCloseable {
        private final ServerSocket listening;
        private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();

        Listener(Behaviour behaviour) throws IOException {
            listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread accepting = new Thread(() -> accept(behaviour), "listener");
            accepting.setDaemon(true);
            accepting.start();
        }

        private void accept(Behaviour behaviour) {
            while (!listening.isClosed()) {
                try {
                    Socket socket = listening.accept();
                    accepted.add(socket);
                    behaviour.with(socket);
                } catch (IOException e) {
                    // closed, by the test or by the client
                }
            }
        }

        int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listening.close();
            for (Socket socket : accepted) {
                socket.close();
            }
        }
    }
}
