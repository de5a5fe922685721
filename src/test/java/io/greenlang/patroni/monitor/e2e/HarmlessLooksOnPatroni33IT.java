package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;
import org.junit.jupiter.api.Tag;

@Tag("full")
final class HarmlessLooksOnPatroni33IT extends HarmlessLooks {
    HarmlessLooksOnPatroni33IT() {
        super(Flavour.PYPI_3_3);
    }
}
