package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One member publishes addresses of an attacker in the DCS. He gets no secret. */
class RogueMemberIT {
    private static final int REQUEST_SSL = 80877103;
    private static final int REQUEST_GSS = 80877104;
    private static final byte[] ASK_FOR_PASSWORD = {'R', 0, 0, 0, 8, 0, 0, 0, 3};

    private final MockWebServer seed = new MockWebServer();
    private final MockWebServer rogue = new MockWebServer();
    /** What the rogue PostgreSQL was sent after it had asked for the password. */
    private final List<String> sentToPostgres = new CopyOnWriteArrayList<>();

    private final List<String> sentToRest = new CopyOnWriteArrayList<>();
    private ServerSocket postgres;

    @BeforeEach
    void start() throws IOException {
        InetAddress attacker = InetAddress.getByName("127.0.0.2");
        postgres = new ServerSocket(0, 50, attacker);
        Thread thread = new Thread(this::servePostgres, "rogue-postgres");
        thread.setDaemon(true);
        thread.start();
        rogue.setDispatcher(dispatcher(request -> {
            sentToRest.add(
                    request.getUrl().encodedPath() + " " + request.getHeaders().get("Authorization"));
            return new MockResponse.Builder().code(401).body("TOPSECRET page").build();
        }));
        rogue.start(attacker, 0);
        seed.setDispatcher(dispatcher(this::patroni));
        seed.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    @AfterEach
    void stop() throws IOException {
        seed.close();
        rogue.close();
        postgres.close();
    }

    @Test
    void getsNoPasswordAndNoToken(@TempDir Path folder) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "TOPSECRET");
        String cluster = """
                poll { interval = 1s, slow-interval = 1s }
                clusters.shop {
                  seeds = ["http://127.0.0.1:%d"]
                  patroni { username = watcher, password-file = "%s" }
                  postgres { password-file = "%s" }
                  disk { metrics-url = "http://{host}:%d/metrics", mountpoint = "/", bearer-token-file = "%s" }
                }
                """.formatted(seed.getPort(), password, password, rogue.getPort(), password);
        try (MonitorProcess monitor = MonitorProcess.start(folder, cluster)) {
            monitor.awaitReady();
            Await.until(
                    "the rogue was asked by all",
                    Duration.ofSeconds(60),
                    () -> sentToRest.contains("/metrics null")
                            && sentToRest.contains("/patroni null")
                            && !sentToPostgres.isEmpty()
                            && monitor.get("/api/v1/clusters").body().contains("credentials not sent"));

            assertThat(sentToRest).allMatch(request -> request.endsWith(" null"));
            assertThat(sentToRest).noneMatch(request -> request.startsWith("/admin"));
            assertThat(sentToPostgres).containsOnly("");
            assertThat(monitor.get("/").body()).doesNotContain("TOPSECRET");
            assertThat(monitor.get("/api/v1/clusters").body())
                    .doesNotContain("TOPSECRET")
                    .contains("127.0.0.2 is not named in the configuration; add it to patroni.send-credentials-to")
                    .contains("postgres.require-auth = scram-sha-256");
        }
    }

    private MockResponse patroni(RecordedRequest request) {
        return switch (request.getUrl().encodedPath()) {
            case "/patroni" -> json("""
                    {"state": "running", "role": "primary", "server_version": 150010, "timeline": 1,
                     "xlog": {"location": 83886080}, "patroni": {"version": "4.1.4", "scope": "shop", "name": "pg-a"}}""");
            case "/cluster" -> json("""
                    {"scope": "shop", "members": [
                      {"name": "pg-a", "role": "leader", "state": "running", "api_url": "http://127.0.0.1:%d/patroni"},
                      {"name": "pg-b", "role": "replica", "state": "streaming", "host": "127.0.0.2", "port": %d,
                       "api_url": "http://127.0.0.2:%d/admin/patroni"}]}""".formatted(seed.getPort(), postgres.getLocalPort(), rogue.getPort()));
            case "/history" -> json("[]");
            case "/config" -> json("{\"ttl\": 30}");
            default -> new MockResponse.Builder().build();
        };
    }

    private static MockResponse json(String body) {
        return new MockResponse.Builder().body(body).build();
    }

    private interface Answer {
        MockResponse to(RecordedRequest request);
    }

    private static Dispatcher dispatcher(Answer answer) {
        return new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer.to(request);
            }
        };
    }

    private void servePostgres() {
        while (!postgres.isClosed()) {
            try (Socket client = postgres.accept()) {
                client.setSoTimeout(5000);
                askForPassword(client);
            } catch (IOException gone) {
                // the monitor has hung up, or the test is over
            }
        }
    }

    private void askForPassword(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        while (true) {
            byte[] message = in.readNBytes(in.readInt() - Integer.BYTES);
            int code = ByteBuffer.wrap(message).getInt();
            if (code == REQUEST_GSS || code == REQUEST_SSL) {
                client.getOutputStream().write('N');
            } else {
                break;
            }
        }
        client.getOutputStream().write(ASK_FOR_PASSWORD);
        byte[] answer = in.readNBytes(64);
        sentToPostgres.add(new String(answer, StandardCharsets.ISO_8859_1));
    }
}
