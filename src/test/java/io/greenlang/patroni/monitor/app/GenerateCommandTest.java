package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.generate.Artefact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenerateCommandTest {
    @TempDir
    Path folder;

    private final PrintStream usualOut = System.out;
    private final PrintStream usualErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        InProcess.writeLastLines();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(usualOut);
        System.setErr(usualErr);
    }

    static List<Artefact> artefacts() {
        return Artefact.all();
    }

    @ParameterizedTest
    @MethodSource("artefacts")
    void printsWithoutAnyConfiguration(Artefact artefact) {
        assertThat(run("generate", artefact.label())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(artefact.text(Configs.LOADER.defaults()));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void writesAFileInsteadAndPrintsNothing() throws IOException {
        Path file = folder.resolve("metrics.md");
        assertThat(run("generate", "metrics-doc", "--out", file.toString())).isZero();
        assertThat(file).hasContent(Artefact.find("metrics-doc").orElseThrow().text(Configs.LOADER.defaults()));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void usesTheLimitsOfTheConfiguration() throws IOException {
        Path config = config("thresholds.failovers { warning = 2, critical = 9 }");
        assertThat(run("generate", "runbook-index", "--config", config.toString()))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("| more than 2 | more than 9 |");
    }

    @Test
    void refusesABadConfigurationAndLeavesTheFileAlone() throws IOException {
        Path config = config("thresholds.failover { warning = 2 }");
        Path file = Files.writeString(folder.resolve("README.md"), "old");
        assertThat(run("generate", "runbook-index", "--config", config.toString(), "--out", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("did you mean failovers?");
        assertThat(file).hasContent("old");
    }

    /** As the repository has them, with the organisation's own names in each. */
    @Test
    void writesAllBelowADirectory() throws IOException {
        Path config = config("organisation { pagerduty-service = shop-db, grafana = \"https://graphs.example\","
                + " slack { database-channel = \"#shop\", platform-channel = \"#shop\" } }");
        Path files = folder.resolve("made").resolve("here");
        assertThat(run("generate", "all", "--config", config.toString(), "--out", files.toString()))
                .isZero();
        for (Artefact artefact : Artefact.all()) {
            assertThat(files.resolve(artefact.file())).isNotEmptyFile();
        }
        assertThat(files.resolve("alerts/alertmanager.yml"))
                .content()
                .contains("receiver: pagerduty-shop-db", "name: slack-shop\n", "name: slack-shop-monitor\n", "'#shop'")
                .doesNotContain("greenlang", "@");
        assertThat(files.resolve("alerts/alertmanagerconfig.yaml"))
                .content()
                .contains("pagerduty-shop-db")
                .doesNotContain("greenlang", "@");
        assertThat(files.resolve("alerts/patroni-monitor.rules.yml"))
                .content()
                .contains("https://graphs.example/d/patroni-overview");
        assertThat(run("generate", "all")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("generate all needs --out DIR\n");
    }

    @Test
    void namesAFileThatCannotBeWritten() {
        Path file = folder.resolve("missing").resolve("metrics.md");
        assertThat(run("generate", "metrics-doc", "--out", file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("--out " + file + ": can't be written: ")
                .hasLineCount(1);
    }

    @Test
    void namesWhatCanBeGenerated() {
        assertThat(run("generate", "metrics")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "there is no artefact metrics; allowed: rules, prometheusrule, burn-rate-rules, burn-rate-prometheusrule, alertmanager, alertmanagerconfig, metrics-doc, runbook-index, all");
        assertThat(run("generate")).isEqualTo(2);
    }

    private Path config(String more) throws IOException {
        return Files.writeString(
                folder.resolve("monitor.conf"),
                "patroni-monitor { clusters.a.seeds = [\"http://127.0.0.1:1\"], " + more + " }");
    }

    private static int run(String... arguments) {
        return Main.commandLine().execute(arguments);
    }
}
