package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;

final class EverydayLifeOnPatroni33IT extends EverydayLife {
    EverydayLifeOnPatroni33IT() {
        super(RealCluster.of(Flavour.PYPI_3_3), 303, 15);
    }
}
