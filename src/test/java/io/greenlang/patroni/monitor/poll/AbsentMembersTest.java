package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.MemberAddresses;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.testing.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many members are remembered that have left the DCS. */
class AbsentMembersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Discovery DISCOVERY =
            new Discovery("main", List.of(), null, "http", MemberAddresses.PUBLISHED, Duration.ofHours(24), Set.of());

    private final MemberDirectory directory = new MemberDirectory(MemberAddresses.PUBLISHED, 2);

    @Test
    void areTheOnesThatWereKnownFirst() {
        round(0, "old1", "old2", "n");
        for (int i = 1; i <= 100; i++) {
            round(i, "n", "flood" + i);
        }

        assertThat(directory.known()).containsOnlyKeys("old1", "old2", "n", "flood100");
        assertThat(directory.leftOut()).isEqualTo(99);
    }

    @Test
    void areAllRememberedAtTheLimit() {
        round(0, "a", "b", "n");
        round(1, "n");

        assertThat(directory.known()).containsOnlyKeys("a", "b", "n");
        assertThat(directory.leftOut()).isZero();
    }

    @Test
    void doNotPushOutThoseThatAnswerAtSeeds() {
        directory.meet(Map.of("s1", MemberAddress.NONE, "s2", MemberAddress.NONE, "s3", MemberAddress.NONE), START);
        directory.forget(DISCOVERY, START);

        assertThat(directory.known()).containsOnlyKeys("s1", "s2", "s3");
    }

    private void round(int second, String... names) {
        List<ListedMember> members = Stream.of(names)
                .map(name -> Reports.listed(name, MemberRole.REPLICA))
                .toList();
        directory.merge(new ClusterView("main", members, false, null), START.plusSeconds(second));
        directory.forget(DISCOVERY, START.plusSeconds(second));
    }
}
