package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;

/** The oldest PostgreSQL that the monitor knows. */
final class EverydayLifeOnPostgres13IT extends EverydayLife {
    EverydayLifeOnPostgres13IT() {
        super(RealCluster.of(Flavour.PYPI_4_1).olderPostgres(13), 401, 13);
    }
}
