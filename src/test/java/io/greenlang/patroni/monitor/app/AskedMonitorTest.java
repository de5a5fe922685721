package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.config.HttpConfig.BasicAuth;
import io.greenlang.patroni.monitor.config.HttpConfig.ServerTls;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.export.http.Look;
import io.greenlang.patroni.monitor.export.http.View;
import io.greenlang.patroni.monitor.testing.Command.Result;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands ask a running monitor first, and say so when they can't. */
@Timeout(60)
class AskedMonitorTest {
    private static final String NO_MEMORY = "No monitor was asked: this look has no memory of members that left";

    @TempDir
    Path folder;

    /** Afterwards all classes are there, which an impatient question would not wait for on a busy machine. */
    @BeforeAll
    static void warmUp() throws IOException {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            InProcess.run("status", "--monitor", monitor.url());
            InProcess.run("status", "--json", "--monitor", monitor.url());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = View.class,
            names = {"STATUS", "TOPOLOGY", "HISTORY", "PREFLIGHT"})
    void printsWhatTheNamedMonitorRenders(View view) throws IOException {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            Look look = new Look(view, false, 0, false, Map.of());

            Result asked = InProcess.run(view.label(), "--monitor", monitor.url(), "--color", "never");

            assertThat(asked.out())
                    .isEqualTo(RunningMonitor.rendering()
                                    .show(look, monitor.report.get())
                                    .text()
                            + "\n")
                    .contains("From the monitor; polled 7 s ago");
            assertThat(asked.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"status, 1", "topology, 1", "history, 1", "preflight, 1"})
    void endsAsTheMonitorSaysAndTellsItsSource(String command, int exitStatus) throws IOException {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            Result asked = InProcess.run(command, "--json", "--monitor", monitor.url() + "/");

            assertThat(asked.exitCode()).isEqualTo(exitStatus);
            JsonNode document = json(asked);
            assertThat(document.path("version").intValue()).isEqualTo(2);
            assertThat(document.path("source").textValue()).isEqualTo("monitor");
            assertThat(document.path("exit_status").intValue()).isEqualTo(exitStatus);
            assertThat(document.at("/clusters/0/cluster").textValue()).isEqualTo(Reports.CLUSTER);
        }
    }

    @Test
    void asksTheMonitorOfTheConfigurationWithItsPassword() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "sésame");
        try (RunningMonitor monitor = RunningMonitor.start(new BasicAuth("ops", Secret.inFile(password)), null)) {
            String file = config(
                    "0.0.0.0",
                    monitor.port(),
                    "basic-auth { username = ops, password-file = \"" + password + "\" }",
                    Reports.CLUSTER);

            assertThat(source(InProcess.run("status", "--json", "--config", file)))
                    .isEqualTo("monitor");
        }
    }

    @Test
    void sendsTheUserThatWasGivenInsteadOfTheConfigurations() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "sésame");
        Path wrong = Files.writeString(folder.resolve("wrong"), "wrong");
        try (RunningMonitor monitor = RunningMonitor.start(new BasicAuth("ops", Secret.inFile(password)), null)) {
            Result right = InProcess.run(
                    "status",
                    "--monitor",
                    monitor.url(),
                    "--monitor-user",
                    "ops",
                    "--monitor-password-file",
                    password.toString());
            Result refused = InProcess.run(
                    "status",
                    "--monitor",
                    monitor.url(),
                    "--monitor-user",
                    "ops",
                    "--monitor-password-file",
                    wrong.toString());

            assertThat(right.exitCode()).isEqualTo(1);
            assertThat(refused.exitCode()).isEqualTo(4);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err())
                    .isEqualTo("--monitor " + monitor.url() + ": HTTP status 401: user or password is missing or wrong."
                            + " Use --direct to look at the nodes\n");
        }
    }

    @Test
    void trustsTheCertificateOfTheConfigurationAtItsOwnAddress() throws IOException {
        HeldCertificate issuer =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        HeldCertificate held = new HeldCertificate.Builder()
                .commonName("monitor.example.com")
                .signedBy(issuer)
                .build();
        Path cert = Files.writeString(folder.resolve("tls.crt"), held.certificatePem() + issuer.certificatePem());
        Path key = Files.writeString(folder.resolve("tls.key"), held.privateKeyPkcs8Pem());
        try (RunningMonitor monitor = RunningMonitor.start(null, new ServerTls(cert, key))) {
            String tls = "tls { cert-file = \"%s\", key-file = \"%s\" }".formatted(cert, key);
            String file = config("127.0.0.1", monitor.port(), tls, Reports.CLUSTER);

            assertThat(source(InProcess.run("status", "--json", "--config", file)))
                    .isEqualTo("monitor");
            assertThat(source(InProcess.run(
                            "status", "--json", "--config", file, "--monitor", "https://localhost:" + monitor.port())))
                    .isEqualTo("monitor");
            Result unknown = InProcess.run("status", "--monitor", monitor.url());
            assertThat(unknown.exitCode()).isEqualTo(4);
            assertThat(unknown.err()).startsWith("--monitor " + monitor.url() + ": TLS failed");
        }
    }

    @Test
    void trustsTheCertificateAuthorityThatIsNamed() throws IOException {
        HeldCertificate issuer =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        HeldCertificate held = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .signedBy(issuer)
                .build();
        Path cert = Files.writeString(folder.resolve("tls.crt"), held.certificatePem());
        Path key = Files.writeString(folder.resolve("tls.key"), held.privateKeyPkcs8Pem());
        Path authority = Files.writeString(folder.resolve("ca.crt"), issuer.certificatePem());
        try (RunningMonitor monitor = RunningMonitor.start(null, new ServerTls(cert, key))) {
            assertThat(source(InProcess.run(
                            "status", "--json", "--monitor", monitor.url(), "--monitor-ca-file", authority.toString())))
                    .isEqualTo("monitor");
            Result noPem = InProcess.run("status", "--monitor", monitor.url(), "--monitor-ca-file", key.toString());
            assertThat(noPem.exitCode()).isEqualTo(2);
            assertThat(noPem.err()).startsWith("--monitor-ca-file " + key + ": holds no certificate");
        }
    }

    @Test
    void aMonitorThatWasNamedIsNeverReplacedByALook() throws IOException {
        String nobody = "http://127.0.0.1:" + Ports.free();

        Result text = InProcess.run("status", "--monitor", nobody);
        assertThat(text.exitCode()).isEqualTo(4);
        assertThat(text.out()).isEmpty();
        assertThat(text.err())
                .isEqualTo("--monitor " + nobody + ": connection refused. Use --direct to look at the nodes\n");

        Result json = InProcess.run("status", "--json", "--monitor", nobody);
        assertThat(json.exitCode()).isEqualTo(4);
        assertThat(json(json).toString())
                .isEqualTo("{\"version\":2,\"source\":\"monitor\",\"exit_status\":4,\"clusters\":[],\"errors\":["
                        + "{\"asked\":\"" + nobody + "\",\"reason\":\"refused\",\"detail\":\"connection refused\"}]}");
    }

    @Test
    void aMonitorThatDoesNotWatchWhatIsWantedSaysWhatItWatches() throws IOException {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            Result named = InProcess.run("status", "--monitor", monitor.url(), "--cluster", "payments");
            Result configured = InProcess.run(
                    "status",
                    "--monitor",
                    monitor.url(),
                    "--config",
                    config("127.0.0.1", monitor.port(), "", "payments"));

            assertThat(named.exitCode()).isEqualTo(4);
            assertThat(named.err())
                    .contains("HTTP status 404: does not watch payments; it watches: " + Reports.CLUSTER);
            assertThat(configured.exitCode()).isEqualTo(4);
        }
    }

    @Test
    void looksItselfWhereTheMonitorOfTheConfigurationWatchesOtherClusters() throws IOException {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            Result looked = InProcess.run("status", "--config", config("127.0.0.1", monitor.port(), "", "payments"));

            assertThat(looked.exitCode()).isEqualTo(4);
            assertThat(looked.out())
                    .contains("Cluster: payments (blind)")
                    .endsWith("\n" + NO_MEMORY + " (" + monitor.url()
                            + ": HTTP status 404: does not watch payments; it watches: " + Reports.CLUSTER + ")\n");
        }
    }

    @Test
    void looksItselfWhereNoMonitorRunsAndSaysSoBesideTheJson() throws IOException {
        int port = Ports.free();

        Result looked = InProcess.run("status", "--json", "--config", config("::", port, "", "payments"));

        assertThat(source(looked)).isEqualTo("direct");
        assertThat(looked.err()).isEqualTo(NO_MEMORY + " (http://127.0.0.1:" + port + ": connection refused)\n");
    }

    @Test
    void looksItselfWhereTheMonitorHangs() throws IOException {
        try (ServerSocket hanging = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            String file = config("localhost", hanging.getLocalPort(), "", "payments");

            assertThat(InProcess.run("status", "--config", file).out())
                    .contains(NO_MEMORY + " (http://localhost:" + hanging.getLocalPort() + ": no complete answer");
        }
    }

    @Test
    void looksItselfWhereThatIsWanted() throws IOException {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            String file = config("127.0.0.1", monitor.port(), "", Reports.CLUSTER);

            Result looked = InProcess.run("status", "--direct", "--config", file);

            assertThat(looked.exitCode()).isEqualTo(4);
            assertThat(looked.out()).endsWith("\n" + NO_MEMORY + "\n");
        }
    }

    @Test
    void waitsForTheFirstPollOfAMonitorThatWasNamed() throws IOException {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            monitor.report.set(Reports.awaiting());

            Result asked = InProcess.run("preflight", "--monitor", monitor.url());

            assertThat(asked.exitCode()).isEqualTo(4);
            assertThat(asked.err()).contains("HTTP status 503: waits for its first poll of " + Reports.CLUSTER);
        }
    }

    @Test
    void holdsTheMonitorsSnapshotAgainstTheSavedOne() throws IOException {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            Path before = Files.writeString(
                    folder.resolve("before.json"),
                    InProcess.run("preflight", "--json", "--monitor", monitor.url())
                            .out());

            Result asked =
                    InProcess.run("postflight", "--json", "--monitor", monitor.url(), "--since", before.toString());

            assertThat(source(asked)).isEqualTo("monitor");
            assertThat(json(asked).path("kind").textValue()).isEqualTo("postflight");
            assertThat(asked.exitCode())
                    .isEqualTo(json(asked).path("exit_status").intValue());
        }
    }

    @Test
    void letsNothingThroughToTheTerminalThatDoesMoreThanColourIt() throws IOException {
        try (ServerSocket rogue = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(rogue, "\u001b[31mred\u001b[0m\u001b[2J\u0007\tx\n"));
            answering.start();

            Result asked = InProcess.run("status", "--monitor", "http://127.0.0.1:" + rogue.getLocalPort());

            assertThat(asked.out()).isEqualTo("\u001b[31mred\u001b[0m [2J  x\n");
        }
    }

    private static void answer(ServerSocket server, String text) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nPatroni-Monitor-Exit-Status: 0\r\nConnection: close\r\n\r\n" + text)
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatAnswersWithoutAnExitStatusIsNoMonitor() throws IOException {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            Result asked = InProcess.run("status", "--monitor", monitor.url() + "/metrics/below");

            assertThat(asked.exitCode()).isEqualTo(4);
            assertThat(asked.err()).contains("HTTP status 404: not found");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--monitor http://127.0.0.1:1 --direct",
                "--monitor http://127.0.0.1:1 --monitor-user ops",
                "--monitor 127.0.0.1:1",
                "--monitor http://ops:secret@127.0.0.1:1",
                "--monitor http://127.0.0.1:1?x=y"
            })
    void refusesOptionsThatContradictEachOtherAndKeepsJson(String options) throws IOException {
        String[] arguments = ("status --json " + options).split(" ");

        Result refused = InProcess.run(arguments);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(json(refused).at("/errors/0/detail").textValue()).startsWith("--");
        assertThat(refused.err()).startsWith("--").doesNotContain("secret");
    }

    @Test
    void silentSeedsAreJsonToo() throws IOException {
        Result silent = InProcess.run("status", "--json", "--seed", "http://127.0.0.1:1");

        assertThat(silent.exitCode()).isEqualTo(4);
        JsonNode error = json(silent).at("/errors/0");
        assertThat(error.path("asked").textValue()).isEqualTo("http://127.0.0.1:1");
        assertThat(error.path("reason").textValue()).isEqualTo("refused");
        assertThat(source(silent)).isEqualTo("direct");
    }

    @Test
    void asksTheMonitorAndNoSeedWhereBothAreNamed() throws IOException {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            assertThat(source(InProcess.run(
                            "status", "--json", "--seed", "http://127.0.0.1:1", "--monitor", monitor.url())))
                    .isEqualTo("monitor");
        }
    }

    private String config(String host, int port, String http, String cluster) throws IOException {
        return Files.writeString(folder.resolve("monitor.conf"), """
                        patroni-monitor {
                          http { host = "%s", port = %d, %s }
                          clusters { "%s" { seeds = ["http://127.0.0.1:1"], postgres.enabled = false } }
                        }
                        """.formatted(host, port, http, cluster))
                .toString();
    }

    private static String source(Result result) throws IOException {
        return json(result).path("source").textValue();
    }

    private static JsonNode json(Result result) throws IOException {
        assertThat(result.out().lines()).as(result.err()).hasSize(1);
        return new ObjectMapper().readTree(result.out());
    }
}
