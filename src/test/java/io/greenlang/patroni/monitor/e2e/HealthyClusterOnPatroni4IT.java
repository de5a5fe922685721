package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;
import org.junit.jupiter.api.Order;

@Order(2)
final class HealthyClusterOnPatroni4IT extends HealthyCluster {
    HealthyClusterOnPatroni4IT() {
        super(Flavour.PYPI_4_1);
    }
}
