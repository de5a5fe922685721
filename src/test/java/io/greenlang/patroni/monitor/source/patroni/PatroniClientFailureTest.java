package io.greenlang.patroni.monitor.source.patroni;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nodes do below HTTP. */
@Timeout(60)
class PatroniClientFailureTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final PatroniClient client = Clusters.client();

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void readsAnAnswerWithoutLengthAsPatroniSendsIt() throws IOException {
        String json = Samples.bytes("2.1/cluster.json").utf8();
        try (ScriptedNode node = ScriptedNode.answering(
                "HTTP/1.0 200 OK\r\nServer: BaseHTTP/0.6 Python/3.9\r\nContent-Type: application/json\r\n\r\n"
                        + json)) {
            assertThat(client.cluster(node.base(), PATIENT).isAnswered()).isTrue();
        }
    }

    @Test
    void readsLivenessWithoutAnyHeader() throws IOException {
        try (ScriptedNode node = ScriptedNode.answering("HTTP/1.0 503 Service Unavailable\r\n\r\n")) {
            assertThat(client.liveness(node.base(), PATIENT).value()).contains(false);
        }
    }

    @Test
    void aQuestionToTheDcsThatIsDropped() throws IOException {
        try (ScriptedNode node = ScriptedNode.answering("")) {
            assertThat(client.cluster(node.base(), PATIENT))
                    .isEqualTo(Answer.failed(
                            FailureKind.EMPTY_REPLY,
                            "GET " + node.base() + "/cluster: accepted, then closed without an answer",
                            Clusters.NOW));
            assertThat(node.connections()).as("asked once").isOne();
        }
    }

    @Test
    void aConnectionThatIsResetInsteadOfAnAnswer() throws IOException {
        try (ScriptedNode node = new ScriptedNode((socket, self) -> {
            self.readQuestion(socket);
            socket.setSoLinger(true, 0);
        })) {
            assertThat(kind(client.cluster(node.base(), PATIENT))).isEqualTo(FailureKind.EMPTY_REPLY);
            assertThat(node.connections()).as("asked once").isOne();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.0 200 OK~~{\"members\": [                                 | CUT",
                "HTTP/1.0 200 OK~~                                                | CUT",
                "HTTP/1.0 200 OK~Content-Length: 99~~{\"members\": []}            | CUT",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~{\"mem~             | CUT",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~xyz~                 | CUT",
                "HTTP/1.0 20                                                      | CUT",
                "HTTP/1.0 200 OK~Content-Ty                                       | CUT",
                "SSH-2.0-OpenSSH_9.2~                                             | BAD_ANSWER",
                "HTTP/1.0 abc~~                                                   | BAD_ANSWER",
                "HTTP/1.0 200 OK~~<html>welcome</html>                            | BAD_ANSWER",
            })
    void anAnswerThatEndsEarlyIsCutAndAnotherProtocolIsABadAnswer(String answer, FailureKind kind) throws IOException {
        try (ScriptedNode node = ScriptedNode.answering(answer.strip().replace("~", "\r\n"))) {
            assertThat(kind(client.cluster(node.base(), PATIENT))).isEqualTo(kind);
            assertThat(node.connections()).as("asked once").isOne();
        }
    }

    @Test
    void aConnectionThatIsResetWithinTheAnswerIsCut() throws IOException {
        try (ScriptedNode node = new ScriptedNode((socket, self) -> {
            self.readQuestion(socket);
            socket.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\n{\"mem".getBytes(StandardCharsets.UTF_8));
            self.idle(300);
            socket.setSoLinger(true, 0);
        })) {
            assertThat(kind(client.cluster(node.base(), PATIENT))).isEqualTo(FailureKind.CUT);
        }
    }

    @Test
    void aNodeThatHangsCostsTheTimeout() throws IOException {
        try (ScriptedNode node = new ScriptedNode((socket, self) -> self.idle(60_000))) {
            assertThat(client.status(node.base(), SHORT))
                    .isEqualTo(Answer.failed(
                            FailureKind.TIMEOUT,
                            "GET " + node.base() + "/patroni: no complete answer within 300 ms",
                            Clusters.NOW));
        }
    }

    @Test
    void aBodyThatTricklesForEverCostsTheTimeout() throws IOException {
        assertThat(kindOfTrickle("HTTP/1.0 200 OK\r\n\r\n{", " ")).isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void headersThatTrickleForEverCostTheTimeout() throws IOException {
        assertThat(kindOfTrickle("HTTP/1.0 200 OK\r\n", "a: b\r\n")).isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void interimAnswersForEverCostTheTimeout() throws IOException {
        assertThat(kindOfTrickle("", "HTTP/1.1 103 Early Hints\r\n\r\n")).isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void whatStandsAroundTheChunksIsBounded() throws IOException {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (String start : List.of(chunked + "5;", chunked + "1\r\n{", "HTTP/1.1 103 Early Hints\r\na: ")) {
            AtomicLong sent = new AtomicLong();
            try (ScriptedNode node = flooding(start, sent)) {
                assertThat(kind(client.cluster(node.base(), PATIENT))).isEqualTo(FailureKind.TOO_LARGE);
            }
        }
    }

    /** Loopback takes hundreds of megabytes in the time for which OkHttp reads on. */
    @Test
    void aBodyThatIsNotWantedIsNotReadToItsEnd() throws Exception {
        for (String status : List.of("404 Not Found", "200 OK")) {
            AtomicLong sent = new AtomicLong();
            try (ScriptedNode node = flooding("HTTP/1.1 " + status + "\r\nContent-Length: 99999999999\r\n\r\n", sent)) {
                assertThat(client.cluster(node.base(), PATIENT).reason()).isPresent();
            }
            assertThat(sent.get()).isLessThan(16 << 20);
        }
    }

    private static ScriptedNode flooding(String start, AtomicLong sent) throws IOException {
        byte[] piece = "a".repeat(1 << 14).getBytes(StandardCharsets.UTF_8);
        return new ScriptedNode((socket, self) -> {
            self.readQuestion(socket);
            socket.getOutputStream().write(start.getBytes(StandardCharsets.UTF_8));
            while (true) {
                socket.getOutputStream().write(piece);
                sent.addAndGet(piece.length);
            }
        });
    }

    @Test
    void aPortNobodyListensOnIsRefused() throws IOException {
        URI base;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            base = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }

        assertThat(client.status(base, PATIENT))
                .isEqualTo(Answer.failed(
                        FailureKind.REFUSED, "GET " + base + "/patroni: connection refused", Clusters.NOW));
    }

    @Test
    void aHostWithoutRouteIsUnreachable() {
        // TCP to a multicast address is refused by the kernel itself
        assertThat(kind(client.status(URI.create("http://224.0.0.1:8008"), PATIENT)))
                .isEqualTo(FailureKind.UNREACHABLE);
    }

    @Test
    void aNameWithoutAddressIsADnsFailure() {
        assertThat(kind(client.status(URI.create("http://no-such-node.invalid:8008"), PATIENT)))
                .isEqualTo(FailureKind.DNS);
    }

    @Test
    void closingEndsAQuestionInFlight() throws Exception {
        ExecutorService asker = Executors.newSingleThreadExecutor();
        try (ScriptedNode node = new ScriptedNode((socket, self) -> {
            self.readQuestion(socket);
            self.idle(60_000);
        })) {
            Future<Answer<ClusterView>> answer = asker.submit(() -> client.cluster(node.base(), Duration.ofMinutes(5)));
            node.awaitQuestion();

            client.close();

            assertThat(answer.get(20, SECONDS).reason().orElseThrow().detail()).endsWith("given up by the monitor");
        } finally {
            asker.shutdownNow();
        }
    }

    @Test
    void anInterruptedThreadGivesUpAndStaysInterrupted() throws IOException {
        try (ScriptedNode node = ScriptedNode.answering("HTTP/1.0 200 OK\r\n\r\n")) {
            Thread.currentThread().interrupt();

            Answer<Boolean> answer = client.liveness(node.base(), PATIENT);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(kind(answer)).isEqualTo(FailureKind.TIMEOUT);
        }
    }

    private FailureKind kindOfTrickle(String start, String drop) throws IOException {
        try (ScriptedNode node = new ScriptedNode((socket, self) -> {
            self.readQuestion(socket);
            socket.getOutputStream().write(start.getBytes(StandardCharsets.UTF_8));
            while (!self.idle(20)) {
                socket.getOutputStream().write(drop.getBytes(StandardCharsets.UTF_8));
            }
        })) {
            return kind(client.cluster(node.base(), SHORT));
        }
    }

    private static FailureKind kind(Answer<?> answer) {
        return answer.reason().orElseThrow().kind();
    }
}
