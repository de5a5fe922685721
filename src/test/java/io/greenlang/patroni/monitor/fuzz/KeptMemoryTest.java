package io.greenlang.patroni.monitor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer leaves behind: Jackson would keep thousands of names of fields, each of up to 50,000 characters. */
class KeptMemoryTest {
    private static final int INPUTS = 60;
    private static final int NAMES = 20;
    private static final int NAME_LENGTH = 49_000;
    private static final long MOST_KEPT_BYTES = 20 << 20;
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    @ParameterizedTest
    @ValueSource(
            strings = {"patroni", "cluster", "history", "config", "facts", "housekeeping", "pgbackrest", "baseline"})
    void namesOfFieldsAreNotKept(String parser) {
        Trial trial = new Trial(FuzzTargets.named(parser));
        long before = used();

        for (int i = 0; i < INPUTS; i++) {
            trial.run(names(i));
        }

        assertThat(used() - before).isLessThan(MOST_KEPT_BYTES);
    }

    private static byte[] names(int input) {
        return IntStream.range(0, NAMES)
                .mapToObj(i -> "\"" + "n".repeat(NAME_LENGTH) + input + "-" + i + "\": 1")
                .collect(Collectors.joining(",", "[{", "}]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long used() {
        MEMORY.gc();
        return MEMORY.getHeapMemoryUsage().getUsed();
    }
}
