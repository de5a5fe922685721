package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;
import org.junit.jupiter.api.Tag;

@Tag("full")
final class MemoryOnPatroni3IT extends Memory {
    MemoryOnPatroni3IT() {
        super(Flavour.DEBIAN_3_0);
    }
}
