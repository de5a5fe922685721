package io.greenlang.patroni.monitor.export.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.testing.ChangedDcs;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTextTest {
    private static final String NORMAL = "no recovery target specified";

    @Test
    void looksLikePatronictlHistoryAndSaysWhatBecameOfTheLeader() {
        assertThat(text(answered(
                        new Entry(1, new Lsn(50332040), NORMAL, null, null),
                        new Entry(2, new Lsn(67109216), NORMAL, Instant.parse("2026-11-20T08:00:00Z"), "node2"),
                        new Entry(3, new Lsn(83886080), NORMAL, Instant.parse("2026-11-21T08:00:00Z"), "node1"),
                        new Entry(4, new Lsn(83886090), NORMAL, Instant.parse("2026-11-22T08:00:00Z"), "node1"))))
                .isEqualTo("""
                        + Cluster: greenlang-cluster (7432198765432109876) (healthy) ---------+------------+-------------------+
                        | TL |      LSN | Reason                       | Timestamp            | New Leader | Change            |
                        +----+----------+------------------------------+----------------------+------------+-------------------+
                        |  1 | 50332040 | no recovery target specified | ?                    | ?          | ?                 |
                        |  2 | 67109216 | no recovery target specified | 2026-11-20T08:00:00Z | node2      | ?                 |
                        |  3 | 83886080 | no recovery target specified | 2026-11-21T08:00:00Z | node1      | other leader      |
                        |  4 | 83886090 | no recovery target specified | 2026-11-22T08:00:00Z | node1      | same leader again |
                        +----+----------+------------------------------+----------------------+------------+-------------------+
                        now: timeline 4, led by node1
                        other leader: switchover or failover, which Patroni's history does not tell apart
                        same leader again: it was cut off or crashed, and promoted itself
                        ?: Patroni did not write down when, or by whom; of the first entry nobody knows who led before""");
    }

    @Test
    void anEmptyHistoryOnALaterTimelineIsNoNews() {
        assertThat(text(answered())).contains("Patroni's history is empty, although the timeline is not the first");
    }

    @Test
    void saysWhyItCouldNotBeRead() {
        assertThat(text(Answer.failed(FailureKind.TIMEOUT, "no answer", Snapshots.NOON)))
                .isEqualTo(
                        "Cluster: greenlang-cluster (7432198765432109876) (healthy): not seen: /history: timeout: no answer");
        assertThat(text(Answer.notAsked())).endsWith("not seen: /history: no member could be asked");
        assertThat(HistoryText.of(Texts.awaiting(), Terminal.NONE)).endsWith("nothing was seen yet");
    }

    private static Answer<TimelineHistory> answered(Entry... entries) {
        return Answer.answered(new TimelineHistory(List.of(entries)), Snapshots.NOON, Snapshots.NOON);
    }

    private static String text(Answer<TimelineHistory> history) {
        return HistoryText.of(
                Texts.report(ChangedDcs.history(Snapshots.healthy().build(), history), ClusterState.HEALTHY),
                Terminal.NONE);
    }
}
