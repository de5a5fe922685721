package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class CommandsTest {
    @TempDir
    Path folder;

    /** Commands that look at clusters turn it, for the whole JVM. */
    private final Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Level usualLevel = log.getLevel();
    private final PrintStream usualOut = System.out;
    private final PrintStream usualErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        log.setLevel(usualLevel);
        System.setOut(usualOut);
        System.setErr(usualErr);
    }

    @Test
    void checkConfigNamesTheClustersOfAGoodFile() throws IOException {
        Path file = config("a { seeds = [\"http://127.0.0.1:1\"] }, b { seeds = [\"http://127.0.0.1:2\"] }");
        assertThat(run("check-config", "--config", file.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("The configuration is valid. Clusters: a, b\n");
    }

    @Test
    void checkConfigReadsTheCertificatesToo() throws IOException {
        Path noPem = Files.writeString(folder.resolve("ca.pem"), "nonsense");
        Path file = config("a { seeds = [\"https://127.0.0.1:1\"], patroni.tls.ca-file = \"" + noPem + "\" }");
        assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("clusters.a.patroni.tls: " + noPem);
    }

    /** They are those of clusters that are found later. */
    @Test
    void checkConfigReadsTheCertificatesOfTheDefaultsWhereClustersAreFound() throws IOException {
        Path noPem = Files.writeString(folder.resolve("ca.pem"), "nonsense");
        Path file = Files.writeString(folder.resolve("found.conf"), """
                patroni-monitor {
                  cluster-defaults.patroni.tls.ca-file = "%s"
                  discover.all { kind = etcd3, endpoints = ["http://127.0.0.1:1"] }
                }""".formatted(noPem));
        assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("cluster-defaults.patroni.tls: " + noPem);
    }

    @Test
    void checkConfigReadsTheCertificatesForDiskMetricsToo() throws IOException {
        Path noPem = Files.writeString(folder.resolve("ca.pem"), "nonsense");
        Path file = config("a { seeds = [\"http://127.0.0.1:1\"], disk { format = kubelet, "
                + "metrics-url = \"https://127.0.0.1:1/metrics\", tls.ca-file = \"" + noPem + "\" } }");
        assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("clusters.a.disk.tls: " + noPem);
    }

    @Test
    void checkConfigReadsTheCertificatesForAlertmanagerToo() throws IOException {
        Path noPem = Files.writeString(folder.resolve("ca.pem"), "nonsense");
        Path file = config("a { seeds = [\"http://127.0.0.1:1\"] } }, "
                + "alertmanager { urls = [\"https://127.0.0.1:1\"], tls.ca-file = \"" + noPem + "\"");
        assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("alertmanager.tls: " + noPem);
    }

    @Test
    void runRefusesABadConfigurationWithEveryProblem() throws IOException {
        Path file = config("a { seedz = [], expected-members = -1 }");
        assertThat(run("--config", file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("did you mean seeds?")
                .contains("expected-members");
    }

    @Test
    void theQuickLookNeedsASeedThatAnswers() {
        assertThat(run("status", "--seed", "http://127.0.0.1:1")).isEqualTo(4);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("--seed http://127.0.0.1:1: refused: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.0.0.1               | is neither http nor https
            http://                | is not an address
            http://10.0.0.1:99999  | has no valid port
            http://10.0.0.1:8008/x | has a path
            http://me:x@10.0.0.1   | has a user name in it
            """)
    void aSeedThatCanBeNoneIsSaidInTwoLines(String seed, String wrong) {
        assertThat(run("status", "--seed", seed)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("--seed", wrong, "allowed: http://host:port or https://host:port")
                .doesNotContain("Exception", "me:x");
        assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("Try: patroni-monitor status --help\n");
    }

    @Test
    void helpIsACommandToo() {
        assertThat(run("help", "status")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: patroni-monitor status");
        assertThat(run("help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Watches Patroni PostgreSQL clusters as a whole");
    }

    /** Else it would look at the usual file's clusters, and say how those are. */
    @ParameterizedTest
    @CsvSource({
        "-c, made-up.conf, --config",
        "--seed, http://127.0.0.1:1, --seed",
        "--postgres-user, me, --postgres-user"
    })
    void anOptionBeforeTheCommandIsNotLeftOutOfAccount(String option, String value, String shown) {
        assertThat(run(option, value, "status")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(shown + " stands before the command status, which does not see it: write it after status\n"
                        + "Try: patroni-monitor status --help\n");
        assertThat(run("--help", "status")).isZero();
    }

    @Test
    void aFileAndSeedsExcludeEachOther() {
        assertThat(run("status", "--seed", "http://127.0.0.1:1", "--config", "x"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--config and --seed exclude each other");
    }

    @Test
    void anUnknownClusterIsAUsageErrorThatNamesTheKnownOnes() throws IOException {
        Path file = config("a { seeds = [\"http://127.0.0.1:1\"] }, b { seeds = [\"http://127.0.0.1:2\"] }");
        assertThat(run("status", "--config", file.toString(), "--cluster", "c")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("--cluster c: there is none of that name; known: a, b\n");
    }

    @Test
    void oneClusterOfSeveralCanBeSelected() throws IOException {
        Path file = config("a { seeds = [\"http://127.0.0.1:1\"] }, b { seeds = [\"http://127.0.0.1:2\"] }");
        assertThat(run("status", "--config", file.toString(), "--cluster", "b")).isEqualTo(4);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Cluster: b (blind)")
                .doesNotContain("Cluster: a");
    }

    @Test
    void postflightNeedsTheSavedPreflightOfTheSameCluster() throws IOException {
        String file = config("a { seeds = [\"http://127.0.0.1:1\"] }").toString();
        String other = Files.writeString(
                        folder.resolve("other.json"), "{\"kind\":\"preflight\",\"format\":1,\"clusters\":[]}")
                .toString();
        assertThat(run("postflight", "--config", file)).isEqualTo(2);
        assertThat(run("postflight", "--config", file, "--since", folder + "/nonesuch"))
                .isEqualTo(2);
        assertThat(run("postflight", "--config", file, "--since", other)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--since", folder + "/nonesuch: there is no such file")
                .contains("--since " + other + ": has no cluster a; it has: ");
    }

    @Test
    void anUnknownOptionIsAUsageError() {
        assertThat(run("status", "--jsn")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--jsn");
    }

    private Path config(String clusters) throws IOException {
        return Files.writeString(folder.resolve("monitor.conf"), "patroni-monitor { clusters { " + clusters + " } }");
    }

    private static int run(String... arguments) {
        return Main.commandLine().execute(arguments);
    }
}
