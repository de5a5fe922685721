package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;

final class LostLeaderOnPatroni4IT extends LostLeader {
    LostLeaderOnPatroni4IT() {
        super(Flavour.PYPI_4_1);
    }
}
