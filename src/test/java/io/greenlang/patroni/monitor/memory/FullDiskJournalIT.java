package io.greenlang.patroni.monitor.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.SmallDisk;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.testing.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A journal on a file system that fills up. */
@Timeout(60)
final class FullDiskJournalIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void whatCouldNotBeWrittenIsWrittenWhenThereIsRoomAgain() {
        try (SmallDisk disk = SmallDisk.mount(Target.newFolder("journal").resolve("disk"), 2)) {
            Path directory = disk.mountpoint().resolve("state");
            Journal journal = new Journal(
                    directory,
                    Duration.ofDays(90),
                    Journal.MAX_BYTES,
                    Duration.ofMillis(100),
                    () -> Snapshots.NOON,
                    () -> {});
            journal.open(event -> {});
            journal.append(event(0));
            Await.until("written", SOON, () -> read(directory).size() == 1);

            Command.run(List.of("sh", "-c", "cat /dev/zero > " + disk.mountpoint() + "/full"));
            for (int i = 1; i < 100; i++) {
                journal.append(event(i));
            }
            Await.holds(
                    "whole lines only",
                    Duration.ofSeconds(2),
                    () -> problems(directory).stream().allMatch(FullDiskJournalIT::isOfALineBeingWritten));
            assertThat(read(directory)).hasSizeLessThan(100);

            Command.run(List.of("rm", disk.mountpoint() + "/full"));
            Await.until("all is written", SOON, () -> read(directory).size() == 100);
            journal.close();
            assertThat(journal.lost()).isZero();
            assertThat(problems(directory)).isEmpty();
        }
    }

    private static List<Event> read(Path directory) {
        List<Event> all = new ArrayList<>();
        new JournalReader(directory).read(Integer.MAX_VALUE, all::add);
        return all;
    }

    private static List<String> problems(Path directory) {
        JournalReader reader = new JournalReader(directory);
        reader.read(Integer.MAX_VALUE, event -> {});
        return reader.problems();
    }

    private static boolean isOfALineBeingWritten(String problem) {
        return problem.endsWith("it is being written, or was cut off");
    }

    private static Event event(int number) {
        return new Event(
                Snapshots.NOON.plusSeconds(number),
                "c",
                EventType.PAUSED,
                null,
                "x".repeat(2_000),
                Map.of("n", number));
    }
}
