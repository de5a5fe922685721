package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;

final class StalePrimaryOnPatroni3IT extends StalePrimary {
    StalePrimaryOnPatroni3IT() {
        super(Flavour.DEBIAN_3_0);
    }
}
