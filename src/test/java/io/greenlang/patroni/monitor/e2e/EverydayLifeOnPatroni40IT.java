package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;

final class EverydayLifeOnPatroni40IT extends EverydayLife {
    EverydayLifeOnPatroni40IT() {
        super(RealCluster.of(Flavour.PYPI_4_0), 400, 15);
    }
}
