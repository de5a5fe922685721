package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.StubNodes.Reply;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the daemon starts, reloads and ends, and what it says when it can't. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class CommandLineIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path folder = Target.newFolder("command-line");
    private StubNodes stubs;
    private StubCluster cluster;

    @BeforeEach
    void open() throws IOException {
        stubs = new StubNodes();
        cluster = StubCluster.open(stubs, "orders");
    }

    @AfterEach
    void close() throws IOException {
        stubs.close();
    }

    private static String watching(String... clusters) {
        return "poll.interval = 1s\nclusters {\n" + String.join("", clusters) + "}";
    }

    @Test
    void refusesAConfigurationThatIsNotThere() {
        Path missing = folder.resolve("nonesuch.conf");

        Command.Result result = MonitorProcess.command("run", "--config", missing.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(missing.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check-config", "status", "preflight"})
    void refusesAMisspeltKeyAndSuggestsTheRightOne(String command) throws IOException {
        Path file = Files.writeString(
                folder.resolve("misspelt.conf"),
                "patroni-monitor {\n" + watching(cluster.monitorConfig()) + "\npoll.intervall = 5s\n}\n");

        Command.Result result = MonitorProcess.command(command, "--config", file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out() + result.err())
                .containsPattern("misspelt\\.conf:\\d+")
                .contains("poll.intervall", "did you mean interval?");
    }

    @Test
    void saysWhichAddressIsTaken() throws IOException {
        int port = Ports.free();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                MonitorProcess monitor = MonitorProcess.start(folder, port, watching(cluster.monitorConfig()))) {
            assertThat(taken.isBound()).isTrue();

            assertThat(monitor.awaitExit(SOON)).isNotZero();
            assertThat(monitor.logText()).contains("127.0.0.1:" + port).doesNotContain("\tat ");
        }
    }

    @Test
    void endsWithin5SecondsOfSigtermEvenWhileAClusterHangs() throws IOException {
        try (MonitorProcess monitor = MonitorProcess.start(folder, watching(cluster.monitorConfig()))) {
            monitor.awaitReady();
            for (int i = 0; i < cluster.urls().size(); i++) {
                cluster.node(i).hang();
            }
            Await.until(
                    "the daemon waits for nodes that hang",
                    SOON,
                    () -> monitor.metrics().value("patroni_cluster_state", "state", "blind") == 1);

            long start = System.nanoTime();
            assertThat(monitor.stop()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    /** A pipe that is full from the start, and that nobody reads. */
    @Test
    void watchesAndEndsThoughNobodyReadsItsLog() throws IOException {
        List<String> fullPipe = List.of("python3", "-c", """
                import os, sys
                r, w = os.pipe()
                os.set_blocking(w, False)
                try:
                    while True:
                        os.write(w, b"x" * 4096)
                except BlockingIOError:
                    os.set_blocking(w, True)
                os.set_inheritable(r, True)
                os.dup2(w, 2)
                os.execvp(sys.argv[1], sys.argv[1:])
                """);
        try (MonitorProcess monitor = MonitorProcess.startBy(fullPipe, folder, watching(cluster.monitorConfig()))) {
            monitor.awaitReady();
            awaitHealthy(monitor, "orders");
            monitor.signal("HUP");
            Await.until(
                    "the reload is told by its metric",
                    SOON,
                    () -> monitor.metrics().value("patroni_monitor_config_last_reload_successful") == 1);

            long start = System.nanoTime();
            int unused = monitor.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void saysReadyOnceEveryClusterHadItsFirstPoll() throws IOException {
        for (int i = 0; i < cluster.urls().size(); i++) {
            cluster.node(i).hang();
        }
        try (MonitorProcess monitor = MonitorProcess.start(folder, watching(cluster.monitorConfig()))) {
            Await.until("not ready", SOON, () -> monitor.get("/-/ready").statusCode() == 503);
            assertThat(monitor.metrics().value("patroni_cluster_state", "state", "blind"))
                    .isEqualTo(1);

            monitor.awaitReady();
        }
    }

    @Test
    void takesUpAGoodConfigurationOnReload() throws IOException {
        StubCluster another = StubCluster.open(stubs, "payments");
        try (MonitorProcess monitor = MonitorProcess.start(folder, watching(cluster.monitorConfig()))) {
            monitor.awaitReady();

            monitor.rewriteConfig(watching(cluster.monitorConfig(), another.monitorConfig()));
            assertThat(monitor.post("/-/reload").statusCode()).isEqualTo(200);
            awaitHealthy(monitor, "payments");

            monitor.rewriteConfig(watching(another.monitorConfig()));
            monitor.signal("HUP");
            Await.until(
                    "orders is forgotten",
                    SOON,
                    () -> monitor.metrics().samples().stream()
                            .noneMatch(sample -> sample.label("cluster").equals("orders")));
            awaitHealthy(monitor, "payments");
        }
    }

    /** A JVM leaves a signal ignored that is ignored when it starts. */
    @Test
    void saysThatNohupKeepsItFromReloadingOnSighup() throws IOException {
        try (MonitorProcess monitor =
                MonitorProcess.startBy(List.of("nohup"), folder, watching(cluster.monitorConfig()))) {
            monitor.awaitReady();

            assertThat(monitor.logText()).contains("Signal HUP does nothing: it was ignored when the daemon started");
            monitor.rewriteConfig("clusters {");
            assertThat(monitor.post("/-/reload").statusCode()).isBetween(400, 599);
        }
    }

    private static void awaitHealthy(MonitorProcess monitor, String scope) {
        Await.until(
                scope + " is watched",
                SOON,
                () -> monitor.metrics().value("patroni_cluster_state", "cluster", scope, "state", "healthy") == 1);
    }

    @Test
    void staysWithTheOldConfigurationWhenTheNewOneIsBad() throws IOException {
        try (MonitorProcess monitor = MonitorProcess.start(folder, watching(cluster.monitorConfig()))) {
            monitor.awaitReady();
            assertThat(monitor.metrics().value("patroni_monitor_config_last_reload_successful"))
                    .isEqualTo(1);

            monitor.rewriteConfig("clusters { orders { seads = [] } }");
            assertThat(monitor.post("/-/reload")).satisfies(answer -> {
                assertThat(answer.statusCode()).isBetween(400, 599);
                assertThat(answer.body()).contains("seads");
            });
            assertReloadFailed(monitor);

            monitor.rewriteConfig(watching(cluster.monitorConfig()));
            monitor.signal("HUP");
            Await.until(
                    "the reload succeeds",
                    SOON,
                    () -> monitor.metrics().value("patroni_monitor_config_last_reload_successful") == 1);

            monitor.rewriteConfig("clusters {");
            monitor.signal("HUP");
            Await.until(
                    "the reload fails",
                    SOON,
                    () -> monitor.metrics().value("patroni_monitor_config_last_reload_successful") == 0);
            assertReloadFailed(monitor);
        }
    }

    private static void assertReloadFailed(MonitorProcess monitor) throws IOException {
        assertThat(monitor.metrics().value("patroni_monitor_config_last_reload_successful"))
                .isZero();
        awaitHealthy(monitor, "orders");
    }

    @Test
    void statusTellsHowBadItIsByItsExitStatus() throws IOException {
        awaitStatus(0);

        cluster.node(2).answer(path -> Reply.nothing());
        awaitStatus(1);

        cluster.node(0).answer(path -> Reply.nothing());
        awaitStatus(3);
    }

    private void awaitStatus(int exitStatus) throws IOException {
        MonitorProcess.command(
                SOON,
                exitStatus,
                "status",
                "--config",
                configured(cluster.monitorConfig()).toString());
    }

    @Test
    void statusTellsByItsExitStatusThatNothingCouldBeRead() throws IOException {
        String nobodyThere = "orders { seeds = [\"http://127.0.0.1:" + Ports.free() + "\"], postgres.enabled = false }";

        assertThat(MonitorProcess.command(
                                "status", "--config", configured(nobodyThere).toString())
                        .exitCode())
                .isEqualTo(4);
    }

    @Test
    void statusAsksTheMonitorThatRunsAndLooksItselfOnceItIsStopped() throws IOException {
        try (MonitorProcess monitor = MonitorProcess.start(folder, watching(cluster.monitorConfig()))) {
            monitor.awaitReady();
            String file = monitor.configFile().toString();

            assertThat(MonitorProcess.command(SOON, 0, "status", "--json", "--config", file)
                            .out())
                    .startsWith("{\"version\":2,\"source\":\"monitor\",\"exit_status\":0,");
            assertThat(MonitorProcess.command("topology", "--monitor", monitor.url())
                            .out())
                    .contains("From the monitor; polled ", "+ orders-1");
            assertThat(MonitorProcess.command(SOON, 0, "status", "--direct", "--json", "--config", file)
                            .out())
                    .startsWith("{\"version\":2,\"source\":\"direct\",\"exit_status\":0,");

            assertThat(monitor.stop()).isZero();
            Command.Result looked = MonitorProcess.command(SOON, 0, "status", "--config", file);
            assertThat(looked.out().lines())
                    .filteredOn(line -> line.startsWith("No monitor was asked"))
                    .containsExactly("No monitor was asked: this look has no memory of members that left ("
                            + monitor.url() + ": connection refused)");
            assertThat(MonitorProcess.command("status", "--monitor", monitor.url())
                            .exitCode())
                    .isEqualTo(4);
        }
    }

    @Test
    void asksBehindTlsAndAPasswordAndNamesAWrongOne() throws IOException {
        HeldCertificate held = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        Path cert = Files.writeString(folder.resolve("tls.crt"), held.certificatePem());
        Path key = Files.writeString(folder.resolve("tls.key"), held.privateKeyPkcs8Pem());
        Path password = Files.writeString(folder.resolve("password"), "right");
        Path wrong = Files.writeString(folder.resolve("wrong"), "wrong");
        String http =
                "http { basic-auth { username = ops, password-file = \"%s\" }, tls { cert-file = \"%s\", key-file = \"%s\" } }%n"
                        .formatted(password, cert, key);
        try (MonitorProcess monitor = MonitorProcess.start(folder, http + watching(cluster.monitorConfig()))) {
            String url = "https://127.0.0.1:" + monitor.port();
            Await.until(
                    "the monitor of the configuration answers",
                    SOON,
                    () -> MonitorProcess.command(
                                    "status",
                                    "--json",
                                    "--config",
                                    monitor.configFile().toString())
                            .out()
                            .contains("\"source\":\"monitor\""));

            Await.until(
                    "it is asked, and well",
                    SOON,
                    () -> asked(url, cert, password).exitCode() == 0);
            Command.Result refused = asked(url, cert, wrong);
            assertThat(refused.exitCode()).isEqualTo(4);
            assertThat(refused.err())
                    .isEqualTo("--monitor " + url + ": HTTP status 401: user or password is missing or wrong."
                            + " Use --direct to look at the nodes\n");
        }
    }

    private static Command.Result asked(String url, Path authority, Path password) {
        return MonitorProcess.command(
                "status",
                "--monitor",
                url,
                "--monitor-ca-file",
                authority.toString(),
                "--monitor-user",
                "ops",
                "--monitor-password-file",
                password.toString());
    }

    private Path configured(String clusters) throws IOException {
        return Files.writeString(folder.resolve("status.conf"), "patroni-monitor {\n" + watching(clusters) + "\n}\n");
    }
}
