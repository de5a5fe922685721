package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.availability.Watched;
import io.greenlang.patroni.monitor.memory.StateDirectory;
import io.greenlang.patroni.monitor.model.Availability;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchMemoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant AT = Snapshots.NOON;

    @TempDir
    Path folder;

    @Test
    void theDaysThatWereWatchedOutliveTheProcess() throws IOException {
        WatchMemory memory = watchedForAnHour();
        write(memory);
        assertThat(read().orElseThrow().ledger().watched())
                .isEqualTo(memory.ledger().watched())
                .isNotEqualTo(Watched.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"x\"", "{\"days\":{}}", "[[]]"})
    void damagedDaysCostTheRestOfTheMemoryNothing(String damaged) throws IOException {
        write(watchedForAnHour());
        Path file = onlyFile();
        ObjectNode content = (ObjectNode) JSON.readTree(file.toFile());
        ((ObjectNode) content.path("kept")).set("availability", JSON.readTree(damaged));
        JSON.writeValue(file.toFile(), content);
        assertThat(read().orElseThrow().ledger().watched().days()).isEmpty();
    }

    @Test
    void aSnapshotOfADaemonThatKeptNoDaysIsRead() throws IOException {
        write(watchedForAnHour());
        Path file = onlyFile();
        ObjectNode content = (ObjectNode) JSON.readTree(file.toFile());
        ((ObjectNode) content.path("kept")).remove("availability");
        JSON.writeValue(file.toFile(), content);
        assertThat(read().orElseThrow().ledger().watched().days()).isEmpty();
    }

    private static WatchMemory watchedForAnHour() {
        WatchMemory memory = new WatchMemory("greenlang-cluster");
        memory.ledger().take(report(AT.minus(Duration.ofHours(1)), Availability.NONE), List.of());
        memory.ledger()
                .take(report(AT, new Availability(Duration.ofHours(1), Duration.ZERO, Duration.ZERO)), List.of());
        return memory;
    }

    private static ClusterReport report(Instant at, Availability total) {
        return new ClusterReport(
                Snapshots.config(),
                Snapshots.healthy().at(at).availability(total).build(),
                ClusterState.HEALTHY,
                List.of(),
                false);
    }

    private void write(WatchMemory memory) throws IOException {
        try (StateDirectory directory = StateDirectory.open(folder)) {
            files(directory).write("c", memory.keep(AT));
        }
    }

    private Optional<WatchMemory> read() throws IOException {
        try (StateDirectory directory = StateDirectory.open(folder)) {
            return files(directory).read("c", WatchMemory.Kept.class, kept -> WatchMemory.of(kept, AT));
        }
    }

    private static io.greenlang.patroni.monitor.memory.Snapshots files(StateDirectory directory) {
        return new io.greenlang.patroni.monitor.memory.Snapshots(directory);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("clusters"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
