package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.testing.Command.Result;
import io.greenlang.patroni.monitor.testing.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTest {
    @TempDir
    Path folder;

    @Test
    void printsWhatTheMonitorTells() throws Exception {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            monitor.events.add(new Event(
                    Reports.AT.minus(Duration.ofHours(1)),
                    Reports.CLUSTER,
                    EventType.PAUSED,
                    null,
                    "Paused\u001b[31m",
                    Map.of()));
            Result told = run("--monitor", monitor.url());
            assertThat(told.exitCode()).isZero();
            assertThat(told.out()).isEqualTo("2026-11-22 09:00:00 UTC  greenlang-cluster  paused: Paused [31m\n");

            Result json = run("--monitor", monitor.url(), "--json", "--type", "paused");
            assertThat(json.exitCode()).isZero();
            assertThat(new ObjectMapper().readTree(json.out()).path("events")).hasSize(1);

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
        assertThat(run("--monitor", "http://127.0.0.1:1", "--type", "x").exitCode())
                .isEqualTo(2);
        assertThat(run("--seed", "http://127.0.0.1:1").exitCode()).isEqualTo(2);
        Result direct = run("--direct");
        assertThat(direct.exitCode()).isEqualTo(2);
        assertThat(direct.err()).contains("only a monitor that ran has seen it");
    }

    @Test
    void withoutAMonitorItReadsTheJournal() throws IOException {
        Path state = Files.createDirectory(folder.resolve("state"));
        Files.writeString(
                state.resolve("events.jsonl"),
                "{\"v\":1,\"at\":\"2026-11-28T03:00:00Z\",\"cluster\":\"a\",\"type\":\"paused\",\"member\":null,\"sentence\":\"Paused\",\"data\":{}}\ntorn");
        Result read =
                run("--config", config(", state.directory = \"" + state + "\""), "--since", "2026-11-28T00:00:00Z");
        assertThat(read.exitCode()).isZero();
        assertThat(read.out()).isEqualTo("2026-11-28 03:00:00 UTC  a  paused: Paused\n");
        assertThat(read.err())
                .contains("No monitor answers")
                .contains("read from the journal in " + state)
                .contains("ends in the middle of line 2: it is being written, or was cut off");
    }

    @Test
    void withoutEitherItSaysSo() throws IOException {
        Result neither = run("--config", config(""), "--json");
        assertThat(neither.exitCode()).isEqualTo(4);
        assertThat(neither.err()).contains("state.directory is not set, so there is no journal to read");
        assertThat(new ObjectMapper()
                        .readTree(neither.out())
                        .path("exit_status")
                        .asInt())
                .isEqualTo(4);
    }

    private String config(String more) throws IOException {
        return Files.writeString(
                        folder.resolve("monitor.conf"),
                        "patroni-monitor { http { host = \"127.0.0.1\", port = 1 }, clusters { a { seeds = [\"http://127.0.0.1:1\"] } }"
                                + more + " }")
                .toString();
    }

    private static Result run(String... options) {
        return InProcess.run(
                Stream.concat(Stream.of("events"), Arrays.stream(options)).toArray(String[]::new));
    }
}
