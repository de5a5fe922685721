package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.incident.Incident;
import io.greenlang.patroni.monitor.testing.Command.Result;
import io.greenlang.patroni.monitor.testing.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentCommandTest {
    private static final Instant BEGAN = Reports.AT.minusSeconds(600);

    private static final Incident OUTAGE = new Incident(
            Reports.CLUSTER,
            Incident.Kind.OUTAGE,
            BEGAN,
            null,
            "node1",
            null,
            new Incident.Outage(null, "nobody is known to lead yet"),
            Incident.Loss.UNTOLD,
            List.of(),
            List.of(),
            "Nobody leads yet",
            Map.of(),
            List.of("When the pager rang: Alertmanager and the pager's service know"));

    @TempDir
    Path folder;

    @Test
    void printsTheRecordThatGoesOnInEveryFormat() throws IOException {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            monitor.incidents.goesOn(Reports.CLUSTER, OUTAGE);
            Result text = run("--monitor", monitor.url());
            assertThat(text.exitCode()).isZero();
            assertThat(text.out()).startsWith("Outage of cluster greenlang-cluster: node1 to nobody yet\n");
            assertThat(run(
                                    "--monitor",
                                    monitor.url(),
                                    "--at",
                                    BEGAN.plusSeconds(1).toString(),
                                    "--format",
                                    "markdown")
                            .out())
                    .startsWith("# Outage of cluster greenlang-cluster: node1 to nobody yet\n");
            JsonNode json = new ObjectMapper()
                    .readTree(
                            run("--monitor", monitor.url(), "--format", "json").out());
            assertThat(json.path("source").asText()).isEqualTo("monitor");
            assertThat(json.path("incident").path("open").asBoolean()).isTrue();

            monitor.incidents.goesOn(Reports.CLUSTER, null);
            assertThat(run("--monitor", monitor.url()).out()).isEqualTo("No failover or outage is on record\n");
            assertThat(new ObjectMapper()
                            .readTree(run("--monitor", monitor.url(), "--format", "json")
                                    .out())
                            .path("incident")
                            .isNull())
                    .isTrue();
            Result other = run("--monitor", monitor.url(), "--cluster", "other");
            assertThat(other.exitCode()).isEqualTo(4);
            assertThat(other.err()).contains("\"other\" is not a cluster of this monitor");
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        Result both = run("--monitor", "http://127.0.0.1:1", "--last", "--at", "2h");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).isEqualTo("--last, --at: only one of them can be asked for\n");
        Result soon = run("--monitor", "http://127.0.0.1:1", "--at", "soon", "--format", "json");
        assertThat(soon.exitCode()).isEqualTo(2);
        assertThat(soon.err()).startsWith("--at \"soon\" is neither an age nor a point in time.");
        assertThat(soon.out()).contains("\"exit_status\":2");
        assertThat(run("--direct").err()).contains("a look at the nodes shows nothing of the past");
        assertThat(run("--format", "html").exitCode()).isEqualTo(2);
    }

    @Test
    void withoutAMonitorAndAJournalItSaysSo() throws IOException {
        String config = Files.writeString(
                        folder.resolve("monitor.conf"),
                        "patroni-monitor { http { host = \"127.0.0.1\", port = 1 }, clusters { a { seeds = [\"http://127.0.0.1:1\"] } } }")
                .toString();
        Result neither = run("--config", config);
        assertThat(neither.exitCode()).isEqualTo(4);
        assertThat(neither.err()).contains("state.directory is not set, so there is no journal to read");
    }

    private static Result run(String... options) {
        return InProcess.run(
                Stream.concat(Stream.of("incident"), Arrays.stream(options)).toArray(String[]::new));
    }
}
