package io.greenlang.patroni.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;

class MemberObservationTest {
    @Test
    void believesPatroniWhereARoleWithoutPrivilegesSeesAReceiverWithoutAStatus() {
        assertThat(seen(Member.replica("node2").receiver(null)).streams()).isTrue();
        assertThat(seen(Member.replica("node2").receiver(null).replicationState("in archive recovery"))
                        .feed())
                .get()
                .extracting(MemberObservation.WalFeed::streams)
                .isEqualTo(false);
        assertThat(seen(Member.replica("node2").receiver("stopping")).streams()).isFalse();
    }

    @Test
    void takesPatronisTimelineOfAStandbyWithoutAReceiver() {
        assertThat(seen(Member.replica("node2").timeline(3, 4).noReceiver()).timeline())
                .contains(4);
        assertThat(seen(Member.replica("node2").timeline(3, null).noReceiver()).timeline())
                .contains(3);
        assertThat(seen(Member.replica("node2").timeline(3, 4)).timeline()).contains(3);
        assertThat(seen(Member.leader("node1").timeline(5, 4)).timeline()).contains(5);
    }

    private static MemberObservation seen(Member member) {
        return member.seen(Snapshots.NOON);
    }
}
