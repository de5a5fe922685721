package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.LoggedEvents;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A daemon whose {@code state.directory} was damaged starts, says so in one line, and loses no more than what was damaged. */
@Timeout(60)
class DamagedStateTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SNAPSHOT = "clusters/cluster-shop.json";
    private static final String JOURNAL = "events.jsonl";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @RegisterExtension
    final LoggedEvents told = LoggedEvents.of("io.greenlang.patroni.monitor");

    private StubNodes stubs;
    private Path state;
    private Path file;
    private int port;

    private interface Damage {
        void to(Path state) throws Exception;
    }

    @BeforeEach
    void runOnce() throws Exception {
        stubs = new StubNodes();
        port = Ports.free();
        state = folder.resolve("state");
        file = Files.writeString(folder.resolve("monitor.conf"), """
                patroni-monitor {
                  http { host = "127.0.0.1", port = %d }
                  poll { interval = 1s, http-timeout = 800ms }
                  state.directory = "%s"
                  clusters { %s }
                }
                """.formatted(
                        port, state, StubCluster.open(stubs, "shop").monitorConfig()));
        run();
    }

    @AfterEach
    void stop() throws Exception {
        stubs.close();
    }

    /** What the running daemon tells of what happened before. */
    private String run() throws Exception {
        try (Daemon daemon =
                new Daemon(Configs.LOADER.load(file), () -> Configs.LOADER.load(file), Clock.systemUTC())) {
            daemon.start();
            Await.until(
                    "polled",
                    SOON,
                    () -> get("/metrics").contains("patroni_cluster_state{cluster=\"shop\",state=\"healthy\",} 1.0"));
            return get("/api/v1/events?since=1h");
        }
    }

    @Test
    void goesOnWhereNothingIsDamaged() throws Exception {
        assertThat(stopsTold(run())).isEqualTo(1);
        assertThat(lines()).isEmpty();
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                snapshot("is empty", file -> Files.writeString(file, "")),
                snapshot(
                        "has zeros, as after a power cut", file -> Files.write(file, new byte[(int) Files.size(file)])),
                snapshot(
                        "is cut",
                        file -> Files.writeString(file, Files.readString(file).substring(0, 200))),
                snapshot("is of another version", file -> replace(file, "\"version\":1", "\"version\":99")),
                snapshot("is foreign", file -> Files.writeString(file, "{\"log\":{\"level\":\"info\"}}")),
                snapshot("is garbage", file -> Files.write(file, new byte[] {1, 2, (byte) 0xff, 4})),
                snapshot("has a snapshot that is none", file -> replace(file, "\"roles\":\"", "\"roles\":\"Z")),
                snapshot("is a folder", file -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                    Files.createFile(file.resolve("in the way"));
                }),
                snapshot("is a link to what is foreign", file -> {
                    Files.delete(file);
                    Files.createSymbolicLink(file, Files.writeString(file.resolveSibling("foreign"), "[]"));
                }),
                journal(
                        "has garbage",
                        file -> Files.write(file, new byte[] {1, (byte) 0xff}, StandardOpenOption.APPEND)),
                journal("has zeros", file -> Files.write(file, new byte[4096], StandardOpenOption.APPEND)),
                journal("has foreign JSON", file -> Files.writeString(file, "{}\n", StandardOpenOption.APPEND)),
                journal(
                        "has another version",
                        file -> Files.writeString(file, "{\"v\":99}\n", StandardOpenOption.APPEND)),
                journal(
                        "has a huge line",
                        file -> Files.writeString(file, "x".repeat(3 << 20), StandardOpenOption.APPEND)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void saysSoOnceAndKeepsTheRest(String how, Damage damage) throws Exception {
        damage.to(state);

        assertThat(stopsTold(run())).as("events before the restart").isEqualTo(1);

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0)).contains(state.toString());
        told.list.clear();
        assertThat(stopsTold(run())).as("the next restart").isEqualTo(2);
        assertThat(lines()).as("the next restart").allMatch(line -> line.contains("lines can't be read"));
    }

    @Test
    void writesThroughALink() throws Exception {
        Path elsewhere = Files.move(state.resolve(JOURNAL), folder.resolve("elsewhere"));
        Files.createSymbolicLink(state.resolve(JOURNAL), elsewhere);

        assertThat(stopsTold(run())).isEqualTo(1);
        assertThat(stopsTold(run())).isEqualTo(2);
        assertThat(lines()).isEmpty();
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("the lock is a folder", (Damage) state -> {
                    Files.delete(state.resolve("lock"));
                    Files.createDirectory(state.resolve("lock"));
                }),
                Arguments.of("the journal is a folder", (Damage) state -> {
                    Files.delete(state.resolve(JOURNAL));
                    Files.createDirectory(state.resolve(JOURNAL));
                }),
                Arguments.of("the folder of snapshots is a file", (Damage) state -> {
                    Files.delete(state.resolve(SNAPSHOT));
                    Files.delete(state.resolve("clusters"));
                    Files.createFile(state.resolve("clusters"));
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void watchesWithoutWhatCantBeUsedAndCountsIt(String how, Damage damage) throws Exception {
        damage.to(state);
        try (Daemon daemon =
                new Daemon(Configs.LOADER.load(file), () -> Configs.LOADER.load(file), Clock.systemUTC())) {
            daemon.start();
            Await.until(
                    "polled and counted",
                    SOON,
                    () -> get("/metrics").contains("patroni_cluster_state{cluster=\"shop\",state=\"healthy\",} 1.0")
                            && !get("/metrics").contains("patroni_monitor_state_write_failures_total 0.0"));
            assertThat(lines())
                    .hasSizeBetween(1, 2)
                    .allMatch(line -> line.contains(state.toString()) || line.contains("state.directory"));
        }
    }

    private static int stopsTold(String events) {
        return events.split("\"" + EventType.MONITOR_STOPPED.label() + "\"", -1).length - 1;
    }

    /** Warnings, without that of the time between the two daemons, which is no damage. */
    private List<String> lines() {
        return List.copyOf(told.list).stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> !line.contains("Nobody watched for"))
                .toList();
    }

    private static void replace(Path file, String what, String by) throws Exception {
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, by));
    }

    private static Arguments snapshot(String how, Damage damage) {
        return Arguments.of("the snapshot " + how, (Damage) state -> damage.to(state.resolve(SNAPSHOT)));
    }

    private static Arguments journal(String how, Damage damage) {
        return Arguments.of("the journal " + how, (Damage) state -> damage.to(state.resolve(JOURNAL)));
    }

    private String get(String path) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
