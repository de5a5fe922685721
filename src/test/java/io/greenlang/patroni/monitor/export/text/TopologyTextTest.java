package io.greenlang.patroni.monitor.export.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;

class TopologyTextTest {
    @Test
    void drawsCascadesAsPatronictlTopologyDoesAndNamesTheWitness() {
        Snapshots cascade =
                Snapshots.healthy().member("node1", m -> m.sendsTo("node2")).member("node2", m -> m.sendsTo("node3"));

        assertThat(text(cascade)).contains("""
                | Member    | Host       | Role    | State     | TL |        Lag | Evidence                             |
                +-----------+------------+---------+-----------+----+------------+--------------------------------------+
                | node1     | node1:5432 | Leader  | running   |  4 |            |                                      |
                | + node2   | node2:5432 | Replica | streaming |  4 | 0.0 s, 0 B | pg_stat_replication: streaming async |
                |   + node3 | node3:5432 | Replica | streaming |  4 | 0.0 s, 0 B | pg_stat_replication: streaming async |
                """);
    }

    @Test
    void whatNobodySawIsPresumed() {
        Snapshots silent = Snapshots.healthy();
        for (String member : new String[] {"node1", "node2", "node3"}) {
            silent.member(member, m -> m.sqlOff());
        }

        assertThat(text(silent)).contains("| + node2 ", "| presumed ", "\npresumed: expected, not observed; ");
    }

    @Test
    void withoutALeaderNobodyCanTell() {
        assertThat(text(Snapshots.healthy().blind()))
                .contains("| node2  ", "| unknown  ")
                .doesNotContain("+ node2");
    }

    @Test
    void showsAClusterThatWasNeverSeen() {
        assertThat(TopologyText.of(Texts.awaiting(), Terminal.NONE)).endsWith("nothing was seen yet");
    }

    private static String text(Snapshots snapshot) {
        return TopologyText.of(Texts.report(snapshot.build(), ClusterState.HEALTHY), Terminal.NONE);
    }
}
