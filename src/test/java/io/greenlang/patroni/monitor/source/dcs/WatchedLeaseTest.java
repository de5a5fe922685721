package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.source.dcs.KubernetesSource.WatchedLease;
import io.greenlang.patroni.monitor.source.dcs.KubernetesSource.WatchedLease.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchedLeaseTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private final WatchedLease lease = new WatchedLease();

    private Seen look(String renewed, String ttl, int second) {
        return lease.look(Map.of("leader", "patroni-0", "renewTime", renewed, "ttl", ttl), START.plusSeconds(second));
    }

    private static Seen left(long seconds) {
        return new Seen(Duration.ofSeconds(seconds), false);
    }

    @Test
    void countsDownFromTheChangeThatItHasSeen() {
        assertThat(look("a", "30", 0)).isEqualTo(new Seen(null, false));
        assertThat(look("a", "30", 5)).isEqualTo(new Seen(null, false));
        assertThat(look("b", "30", 10)).isEqualTo(left(30));
        assertThat(look("b", "30", 15)).isEqualTo(left(25));
        assertThat(look("b", "30", 40)).isEqualTo(left(0));
        assertThat(look("b", "30", 41)).isEqualTo(new Seen(null, true));
        assertThat(look("c", "30", 45)).isEqualTo(left(30));
    }

    /** Nobody has renewed it for as long as it was watched, whenever that was before. */
    @Test
    void hasExpiredWhereItWasNeverSeenToChange() {
        look("a", "30", 0);

        assertThat(look("a", "30", 30).expired()).isFalse();
        assertThat(look("a", "30", 31)).isEqualTo(new Seen(null, true));
    }

    /** Whatever a leader with a wrong clock writes. */
    @Test
    void comparesNoClocks() {
        look("2031-01-01T00:00:00+00:00", "30", 0);

        assertThat(look("1999-01-01T00:00:00+00:00", "30", 5)).isEqualTo(left(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "30s", "99999999999"})
    void isUnknownWithoutATtl(String ttl) {
        look("a", ttl, 0);

        assertThat(look("b", ttl, 5)).isEqualTo(new Seen(null, false));
        assertThat(look("b", ttl, 5000)).isEqualTo(new Seen(null, false));
    }
}
