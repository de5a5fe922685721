package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;

final class TroubledAccessOnPatroni4IT extends TroubledAccess {
    TroubledAccessOnPatroni4IT() {
        super(Flavour.PYPI_4_1);
    }
}
