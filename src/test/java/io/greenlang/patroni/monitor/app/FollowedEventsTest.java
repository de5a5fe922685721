package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Reports;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code events --follow} as a process of its own, in both formats, ended by Ctrl-C. */
@Timeout(60)
class FollowedEventsTest {
    @Test
    void printsALineForEachEventUntilCtrlC() throws Exception {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            monitor.events.add(event("first"));
            Process following = follow("--monitor", monitor.url());
            try (BufferedReader out = following.inputReader(StandardCharsets.UTF_8)) {
                assertThat(out.readLine()).endsWith(Reports.CLUSTER + "  paused: first");
                monitor.events.add(event("second"));
                assertThat(out.readLine()).endsWith(Reports.CLUSTER + "  paused: second");
                assertThat(endedByCtrlC(following)).isEqualTo(130);
                assertThat(out.readLine()).isNull();
            }
        }
    }

    @Test
    void printsAJsonDocumentForEachEvent() throws Exception {
        try (RunningMonitor monitor = RunningMonitor.start()) {
            monitor.events.add(event("first"));
            Process following = follow("--monitor", monitor.url(), "--json");
            try (BufferedReader out = following.inputReader(StandardCharsets.UTF_8)) {
                assertThat(sentence(out.readLine())).isEqualTo("first");
                monitor.events.add(event("second"));
                assertThat(sentence(out.readLine())).isEqualTo("second");
                assertThat(endedByCtrlC(following)).isEqualTo(130);
                assertThat(out.readLine()).isNull();
            }
        }
    }

    private static String sentence(String line) throws IOException {
        return new ObjectMapper().readTree(line).path("sentence").asText();
    }

    /** A shell in the background has its children ignore SIGINT, which they hand on. */
    private static Process follow(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(Command.java(Main.class, "events", "--follow"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int endedByCtrlC(Process process) throws InterruptedException {
        Command.run(List.of("kill", "-INT", Long.toString(process.pid()))).orThrow("kill");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static Event event(String sentence) {
        return new Event(Instant.now().minusSeconds(60), Reports.CLUSTER, EventType.PAUSED, null, sentence, Map.of());
    }
}
