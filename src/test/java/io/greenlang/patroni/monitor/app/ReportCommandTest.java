package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.Command.Result;
import io.greenlang.patroni.monitor.testing.WatchedSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    Path folder;

    @Test
    void printsWhatTheMonitorTells() throws Exception {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            monitor.days.set(WatchedSamples.weeks());
            Result text = run("--monitor", monitor.url());
            assertThat(text.exitCode()).isZero();
            assertThat(text.out())
                    .startsWith("greenlang-cluster, 2026-10-31 06:00 to 2026-11-22 10:00 UTC (22 d 4 h)\n");

            Result markdown = run("--monitor", monitor.url(), "--format", "markdown", "--since", "7d");
            assertThat(markdown.exitCode()).isZero();
            assertThat(markdown.out()).startsWith("# Availability, 2026-11-15 00:00 to 2026-11-22 10:00 UTC\n");

            JsonNode json = new ObjectMapper()
                    .readTree(run("--monitor", monitor.url(), "--json").out());
            assertThat(json.path("source").asText()).isEqualTo("monitor");
            assertThat(json.path("exit_status").asInt()).isZero();
            assertThat(json.path("clusters")).hasSize(1);
            assertThat(run("--monitor", monitor.url(), "--format", "json").out())
                    .isEqualTo(json + "\n");

            Result other = run("--monitor", monitor.url(), "--cluster", "other");
            assertThat(other.exitCode()).isEqualTo(4);
            assertThat(other.err()).contains("\"other\" is not a cluster of this monitor");
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        Result soon = run("--monitor", "http://127.0.0.1:1", "--since", "soon");
        assertThat(soon.exitCode()).isEqualTo(2);
        assertThat(soon.err()).startsWith("--since \"soon\" is neither an age nor a point in time.");
        assertThat(run("--monitor", "http://127.0.0.1:1", "--format", "pdf").exitCode())
                .isEqualTo(2);
        Result both = run("--monitor", "http://127.0.0.1:1", "--format", "text", "--json");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("--json and --format text exclude each other");
        Result direct = run("--direct");
        assertThat(direct.exitCode()).isEqualTo(2);
        assertThat(direct.err()).contains("only a monitor that ran has seen it");
    }

    @Test
    void withoutAMonitorItSaysSo() throws IOException {
        String config = Files.writeString(
                        folder.resolve("monitor.conf"),
                        "patroni-monitor { http { host = \"127.0.0.1\", port = 1 }, clusters { a { seeds = [\"http://127.0.0.1:1\"] } } }")
                .toString();
        Result unheard = run("--config", config, "--format", "json");
        assertThat(unheard.exitCode()).isEqualTo(4);
        assertThat(unheard.err()).contains("127.0.0.1:1").contains("Only a running monitor");
        assertThat(new ObjectMapper()
                        .readTree(unheard.out())
                        .path("exit_status")
                        .asInt())
                .isEqualTo(4);
    }

    private static Result run(String... options) {
        return InProcess.run(
                Stream.concat(Stream.of("report"), Arrays.stream(options)).toArray(String[]::new));
    }
}
