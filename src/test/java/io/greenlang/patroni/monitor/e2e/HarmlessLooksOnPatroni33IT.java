package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;

final class HarmlessLooksOnPatroni33IT extends HarmlessLooks {
    HarmlessLooksOnPatroni33IT() {
        super(Flavour.PYPI_3_3);
    }
}
