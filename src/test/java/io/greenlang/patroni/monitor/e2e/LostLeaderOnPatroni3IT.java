package io.greenlang.patroni.monitor.e2e;

import io.greenlang.patroni.monitor.testing.Flavour;
import org.junit.jupiter.api.Tag;

@Tag("full")
final class LostLeaderOnPatroni3IT extends LostLeader {
    LostLeaderOnPatroni3IT() {
        super(Flavour.DEBIAN_3_0);
    }
}
