package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.testing.Reports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTest {
    @TempDir
    Path folder;

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
        System.setOut(usualOut);
        System.setErr(usualErr);
    }

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
            assertThat(run("--monitor", monitor.url())).isZero();
            assertThat(text(out)).isEqualTo("2026-11-22 09:00:00 UTC  greenlang-cluster  paused: Paused [31m\n");

            out.reset();
            assertThat(run("--monitor", monitor.url(), "--json", "--type", "paused"))
                    .isZero();
            assertThat(new ObjectMapper().readTree(text(out)).path("events")).hasSize(1);

            out.reset();
            assertThat(run("--monitor", monitor.url(), "--cluster", "other")).isEqualTo(4);
            assertThat(text(err)).contains("\"other\" is not a cluster of this monitor");
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(run("--monitor", "http://127.0.0.1:1", "--since", "soon")).isEqualTo(2);
        assertThat(text(err)).startsWith("--since \"soon\" is neither an age nor a point in time.");
        assertThat(run("--monitor", "http://127.0.0.1:1", "--type", "x")).isEqualTo(2);
        assertThat(run("--seed", "http://127.0.0.1:1")).isEqualTo(2);
        assertThat(run("--direct")).isEqualTo(2);
        assertThat(text(err)).contains("only a monitor that ran has seen them");
    }

    @Test
    void withoutAMonitorItReadsTheJournal() throws IOException {
        Path state = Files.createDirectory(folder.resolve("state"));
        Files.writeString(
                state.resolve("events.jsonl"),
                "{\"v\":1,\"at\":\"2026-11-28T03:00:00Z\",\"cluster\":\"a\",\"type\":\"paused\",\"member\":null,\"sentence\":\"Paused\",\"data\":{}}\ntorn");
        assertThat(run("--config", config(", state.directory = \"" + state + "\""), "--since", "2026-11-28T00:00:00Z"))
                .isZero();
        assertThat(text(out)).isEqualTo("2026-11-28 03:00:00 UTC  a  paused: Paused\n");
        assertThat(text(err))
                .contains("No monitor answers")
                .contains("read from the journal in " + state)
                .contains("1 of 2 lines can't be read");
    }

    @Test
    void withoutEitherItSaysSo() throws IOException {
        assertThat(run("--config", config(""), "--json")).isEqualTo(4);
        assertThat(text(err)).contains("state.directory is not set, so there is no journal to read");
        assertThat(new ObjectMapper().readTree(text(out)).path("exit_status").asInt())
                .isEqualTo(4);
    }

    private String config(String more) throws IOException {
        return Files.writeString(
                        folder.resolve("monitor.conf"),
                        "patroni-monitor { http { host = \"127.0.0.1\", port = 1 }, clusters { a { seeds = [\"http://127.0.0.1:1\"] } }"
                                + more + " }")
                .toString();
    }

    private static int run(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "events";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Main.commandLine().execute(arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
