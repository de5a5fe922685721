package io.greenlang.patroni.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Observation.PeerView;
import io.greenlang.patroni.monitor.testing.ChangedDcs;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;

class MemberSummaryTest {
    private static final Snapshots WITHOUT_A_VIEW = Snapshots.healthy()
            .member("node3", member -> member.unreadable(FailureKind.REFUSED))
            .dcsUnreadable();

    /** Who went down may be the one that was to show the cluster in this round. */
    @Test
    void takesTheRoleThatOthersShowedLast() {
        ClusterSnapshot healthy = Snapshots.healthy().build();
        PeerView earlier = new PeerView("node2", healthy.seen().dcs().view());

        assertThat(roleOfNode3(ChangedDcs.peers(WITHOUT_A_VIEW.build(), earlier)))
                .isEqualTo("replica");
    }

    @Test
    void knowsNoRoleWhereNobodyShowedIt() {
        assertThat(roleOfNode3(WITHOUT_A_VIEW.build())).isNull();
    }

    private static String roleOfNode3(ClusterSnapshot snapshot) {
        return MemberSummary.of(snapshot, snapshot.seen().member("node3").orElseThrow())
                .role();
    }
}
