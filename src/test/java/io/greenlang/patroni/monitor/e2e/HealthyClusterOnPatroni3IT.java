package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;

final class HealthyClusterOnPatroni3IT extends HealthyCluster {
    HealthyClusterOnPatroni3IT() {
        super(Flavour.DEBIAN_3_0);
    }
}
