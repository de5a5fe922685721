package io.greenlang.patroni.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Branch.Relation;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The leader is on timeline 4, node2 has replayed {@code 4/2000A0F8}. */
class BranchTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            4 | -                               | SAME
            3 | 1@0/1 2@0/2 3@4/2000A0F8        | BEHIND
            3 | 1@0/1 2@0/2 3@4/2000A0F9        | BEHIND
            3 | 1@0/1 2@0/2 3@4/2000A0F7        | DIVERGED
            1 | 1@5/0 3@6/0                     | BEHIND
            5 | 1@0/1 2@0/2 3@0/3               | DIVERGED
            2 | 1@0/1 3@9/0                     | DIVERGED
            3 | 1@0/1 2@0/2                     | UNPLACED
            1 | 2@0/2 3@0/3                     | UNPLACED
            3 | -                               | UNPLACED
            - | 1@0/1 2@0/2 3@0/3               | UNKNOWN
            """)
    void comparesTwoTimelines(Integer own, String history, Relation relation) {
        TimelineHistory.Entry[] entries = history == null
                ? new TimelineHistory.Entry[0]
                : Arrays.stream(history.split(" "))
                        .map(entry -> entry.split("@"))
                        .map(parts -> Snapshots.ended(Integer.parseInt(parts[0]), Lsn.parse(parts[1])))
                        .toArray(TimelineHistory.Entry[]::new);

        assertThat(relation(m -> m.timeline(own, own), entries)).isEqualTo(relation);
    }

    /** It may have replayed into the new timeline without a restart point since. */
    @Test
    void asksPatroniForTheTimelineOfAStandbyWithoutReceiver() {
        assertThat(relation(m -> m.timeline(3, 4).noReceiver(), Snapshots.ended(3)))
                .isEqualTo(Relation.SAME);
        assertThat(relation(m -> m.timeline(3, null).noReceiver(), Snapshots.ended(3)))
                .isEqualTo(Relation.UNPLACED);
        assertThat(relation(m -> m.timeline(3, 3).noReceiver(), Snapshots.ended(3)))
                .isEqualTo(Relation.DIVERGED);
        assertThat(relation(m -> m.timeline(3, 4), Snapshots.ended(3))).isEqualTo(Relation.DIVERGED);
    }

    private static Relation relation(Consumer<Member> standby, TimelineHistory.Entry... history) {
        ClusterSnapshot snapshot =
                Snapshots.healthy().history(history).member("node2", standby).build();
        return Branch.of(snapshot, snapshot.seen().member("node2").orElseThrow())
                .relation();
    }
}
