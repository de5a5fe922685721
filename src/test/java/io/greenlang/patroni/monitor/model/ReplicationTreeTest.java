package io.greenlang.patroni.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import io.greenlang.patroni.monitor.model.Upstream.Witness;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReplicationTreeTest {
    private final Snapshots cluster = Snapshots.healthy();

    @Test
    void replicasHangBelowTheLeaderThatSendsToThem() {
        assertThat(drawn())
                .containsExactly("node1", "+ node2 by SENDER: streaming async", "+ node3 by SENDER: streaming async");
    }

    @Test
    void aCascadeHangsBelowTheReplicaThatFeedsIt() {
        cluster.member("node1", m -> m.sendsTo("node2")).member("node2", m -> m.sendsTo("node3"));

        assertThat(drawn())
                .containsExactly("node1", "+ node2 by SENDER: streaming async", "++ node3 by SENDER: streaming async");
    }

    @Test
    void aStandbyInTwoListsHangsWhereItsOwnReceiverPoints() {
        cluster.member("node2", m -> m.sendsTo("node3")).member("node3", m -> m.receivesFrom("node2"));

        assertThat(drawn())
                .containsExactly("node1", "+ node2 by SENDER: streaming async", "++ node3 by SENDER: streaming async");
    }

    @Test
    void withoutTheSendersWordTheReceiverTells() {
        cluster.member("node1", m -> m.postgresFails(FailureKind.TIMEOUT))
                .member("node2", m -> m.receivesFrom("node1"));

        assertThat(drawn()).contains("+ node2 by RECEIVER: streaming null");
    }

    @Test
    void theReceiverOfAnAddressThatNobodyHasTellsNothing() {
        cluster.member("node1", m -> m.postgresFails(FailureKind.TIMEOUT));

        assertThat(drawn()).containsExactly("node1", "+ node2 by RULE: null null", "+ node3 by RULE: null null");
    }

    @Test
    void whatNobodySawIsWherePatroniWouldPutIt() {
        cluster.member("node1", m -> m.sqlOff())
                .member("node2", m -> m.sqlOff())
                .member("node3", m -> m.sqlOff().tag("replicatefrom", "node2"));

        assertThat(drawn()).containsExactly("node1", "+ node2 by RULE: null null", "++ node3 by RULE: null null");
    }

    @Test
    void aTagThatNamesNobodyIsIgnoredAsPatroniDoes() {
        cluster.member("node1", m -> m.sqlOff()).member("node3", m -> m.sqlOff().tag("replicatefrom", "node9"));

        assertThat(drawn()).contains("+ node3 by RULE: null null");
    }

    @Test
    void aTagIsReadFromTheDcsWhereTheMemberIsSilent() {
        cluster.member("node3", m -> m.unreadable(FailureKind.REFUSED).tag("replicatefrom", "node2"))
                .member("node1", m -> m.sendsTo("node2"));

        assertThat(drawn())
                .containsExactly("node1", "+ node2 by SENDER: streaming async", "++ node3 by RULE: null null");
    }

    @Test
    void eachOfTwoPrimariesIsARoot() {
        cluster.writable("node1", "node3").leader("node3", Certainty.YES).member("node1", m -> m.sendsTo("node2"));

        assertThat(drawn()).containsExactly("node3", "node1", "+ node2 by SENDER: streaming async");
    }

    @Test
    void withoutALeaderNobodyHangsAnywhere() {
        cluster.blind();

        assertThat(drawn()).containsExactly("node1", "node2", "node3");
    }

    @Test
    void aCircleLosesNobody() {
        cluster.leader(null, Certainty.NO)
                .writable()
                .member("node1", m -> m.sendsTo())
                .member("node2", m -> m.sendsTo("node3"))
                .member("node3", m -> m.sendsTo("node2"));

        assertThat(drawn()).containsExactly("node1", "node2", "+ node3 by SENDER: streaming async");
    }

    @Test
    void aRowKnowsWhoFeedsIt() {
        List<ReplicationTree.Row> rows = ReplicationTree.of(cluster.build()).rows();

        assertThat(rows.get(0).branch().fedBy()).isEmpty();
        assertThat(rows.get(1).branch().fedBy()).contains(new Upstream("node1", Witness.SENDER, "streaming", "async"));
    }

    @Test
    void aReceiverThatHidesItsColumnsTellsNothing() {
        PostgresFacts.WalReceiver hidden = new WalReceiver(null, null, null, null, null);
        cluster.member("node1", m -> m.postgresFails(FailureKind.TIMEOUT)).member("node2", m -> m.receives(hidden));

        assertThat(drawn()).contains("+ node2 by RULE: null null");
    }

    private List<String> drawn() {
        return ReplicationTree.of(cluster.build()).rows().stream()
                .map(row -> "+".repeat(row.depth())
                        + (row.depth() == 0 ? "" : " ")
                        + row.branch().member().name()
                        + row.branch().fedBy().map(ReplicationTreeTest::words).orElse(""))
                .collect(Collectors.toList());
    }

    private static String words(Upstream from) {
        return " by " + from.witness() + ": " + from.state() + " " + from.syncState();
    }
}
