package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;

/** The oldest Patroni that a cluster here runs. */
final class EverydayLifeOnPatroni30IT extends EverydayLife {
    EverydayLifeOnPatroni30IT() {
        super(RealCluster.of(Flavour.DEBIAN_3_0), 300, 15);
    }
}
