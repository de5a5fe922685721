package io.greenlang.patroni.monitor.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsPageInDocsTest {
    @Test
    void listsEveryTypeOnceWithItsMeaning() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/events.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" | ", line.indexOf(" | ") + 1)))
                .toList();
        assertThat(rows)
                .containsExactly(Arrays.stream(EventType.values())
                        .map(type -> "| `" + type.label() + "` | " + type.meaning())
                        .toArray(String[]::new));
    }
}
