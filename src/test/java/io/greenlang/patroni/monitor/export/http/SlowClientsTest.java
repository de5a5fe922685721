package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.export.http.server.PortLimits;
import io.prometheus.client.Gauge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients try before anybody knows who they are. That it ends is what is tested; when, is ConnectionsTest's. */
@Timeout(30)
class SlowClientsTest {
    private static final PortLimits IMPATIENT = new PortLimits(
            8,
            4,
            200,
            2_000,
            Duration.ofMillis(400),
            Duration.ofMillis(800),
            Duration.ofMillis(1200),
            300_000,
            1 << 20);

    private final List<Socket> sockets = new ArrayList<>();
    private RunningServer running;

    @BeforeEach
    void start() throws IOException {
        running = RunningServer.start(new HttpConfig("127.0.0.1", 0, null, null), IMPATIENT);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        running.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GE",
                "GET /metrics HTTP/1.1\r\nHost: x\r\nX: a",
                "POST /api/v1/look/postflight HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
                "POST /api/v1/look/postflight HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
            })
    void closesARequestThatDoesNotArrive(String begun) throws IOException {
        assertThat(answer(sent(begun))).doesNotContain(" 200 ");
    }

    @Test
    void refusesAHeadThatIsTooLarge() throws IOException {
        String answer = answer(sent("GET /metrics HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(3_000) + "\r\n\r\n"));
        assertThat(answer).startsWith("HTTP/1.1 431 ").contains("X-Content-Type-Options: nosniff");
    }

    @Test
    void refusesARequestLineThatIsTooLong() throws IOException {
        String answer = answer(sent("GET /" + "a".repeat(300) + " HTTP/1.1\r\nHost: x\r\n\r\n"));
        assertThat(answer).startsWith("HTTP/1.1 414 ").contains("X-Content-Type-Options: nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /metrics HTTP/1.1\r\n\r\n",
                "GET /met rics HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void answersWhatMakesNoSenseAndTellsBrowsersToTrustNothing(String request) throws IOException {
        assertThat(answer(sent(request)))
                .startsWith("HTTP/1.1 400 ")
                .contains("X-Content-Type-Options: nosniff", "Content-Security-Policy: default-src 'none'")
                .doesNotContain("Jetty", "jetty");
    }

    @Test
    void refusesABodyBeforeItComes() throws IOException {
        assertThat(answer(
                        sent("POST /api/v1/look/postflight HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n")))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void doesNotReadABodyThatNobodyNeeds() throws IOException {
        assertThat(answer(sent("POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n{")))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void keepsNoMoreBodiesThanItHasRoomFor() throws Exception {
        String begun = "POST /api/v1/look/postflight HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n{";
        Socket first = sent(begun);
        Socket second = sent(begun);
        assertThat(answer(first)).isEmpty();
        assertThat(answer(second)).isEmpty();
        assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
    }

    @Test
    void dropsWhoDoesNotTakeTheAnswer() throws Exception {
        Gauge large = Gauge.build("large", "x".repeat(100)).labelNames("label").register(running.registry);
        for (int i = 0; i < 2_000; i++) {
            large.labels("y".repeat(2_000) + i).set(1);
        }
        Socket slow = new Socket();
        slow.setReceiveBufferSize(4_096);
        slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), running.server.port()));
        sockets.add(slow);
        send(slow, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        while (isOpen(slow)) {
            Thread.onSpinWait();
        }
        assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
    }

    @Test
    void answersOneRequestAfterTheOtherOnAConnection() throws IOException {
        String request = "GET /-/healthy HTTP/1.1\r\nHost: x\r\n";
        String answer = answer(sent((request + "\r\n").repeat(5) + request + "Connection: close\r\n\r\n"));
        assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(7);
    }

    @Test
    void letsANewcomerInWhateverIsOpen() throws Exception {
        for (int i = 0; i < 100; i++) {
            sent("GET /metrics HTTP/1.1\r\nHost: x\r\nX: a");
        }
        assertThatCode(() -> assertThat(running.get("/metrics").statusCode()).isEqualTo(200))
                .doesNotThrowAnyException();
    }

    private Socket sent(String begun) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.server.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        send(socket, begun);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Everything until the server closes, which it has to. */
    private static String answer(Socket socket) {
        StringBuilder answer = new StringBuilder();
        try {
            int next = socket.getInputStream().read();
            while (next >= 0) {
                answer.append((char) next);
                next = socket.getInputStream().read();
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException e) {
            return answer.toString(); // closed with something unread
        }
        return answer.toString();
    }

    /** Tells by writing, so that nothing is taken of the answer. */
    private static boolean isOpen(Socket socket) {
        try {
            send(socket, "G");
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
