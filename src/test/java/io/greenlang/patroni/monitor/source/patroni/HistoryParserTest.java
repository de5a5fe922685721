package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.HistoryParser;
import java.time.Instant;
import java.util.stream.Collectors;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryParserTest {
    private static final String PROMOTED = "no recovery target specified";

    @Test
    void readsEntriesOfThreeFourAndFiveElements() throws UnusableAnswerException {
        assertThat(history("2.1/history.json").entries())
                .containsExactly(
                        new Entry(1, new Lsn(83_886_240), PROMOTED, null, null),
                        new Entry(
                                2,
                                new Lsn(5_033_165_000L),
                                PROMOTED,
                                Instant.parse("2022-08-14T02:11:09.530128Z"),
                                null),
                        new Entry(
                                3,
                                new Lsn(17_179_869_344L),
                                PROMOTED,
                                Instant.parse("2022-11-02T06:15:43.870422Z"),
                                "pg-a"));
    }

    @ParameterizedTest
    @CsvSource({
        "2.1/history.json, 1:? 2:? 3:pg-a",
        "3.0/history.json, 4:pg-a 5:pg-b",
        "3.3/history.json, 9:pg-b 10:pg-c 11:pg-a",
        "4.0/history.json, 1:pg-b 2:pg-a",
        "4.1/history.json, 5:pg-a 6:pg-a 7:pg-b",
        "edge/history_after_pitr.json, 1:pg-a",
        "edge/history_empty.json, ''",
        "edge/history_same_leader_repromoted.json, 6:pg-a 7:pg-a",
        "edge/history_timeline_gap.json, 1:pg-a 2:? 4:pg-b",
    })
    void readsTheLeadersOfEveryVersion(String sample, String expected) throws UnusableAnswerException {
        assertThat(history(sample).entries().stream()
                        .map(e -> e.endedTimeline() + ":" + (e.newLeader() == null ? "?" : e.newLeader()))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @Test
    void keepsTheReasonOfARestore() throws UnusableAnswerException {
        assertThat(history("edge/history_after_pitr.json").entries().get(0).reason())
                .isEqualTo("before 2026-07-01 00:00:00.000000+00");
    }

    @Test
    void readsTheTimeInTheZoneOfTheLeadersHost() throws UnusableAnswerException {
        assertThat(parse("[[1, 5, 'r', '2026-07-01T10:15:00+02:00', 'a']]")
                        .entries()
                        .get(0)
                        .began())
                .isEqualTo("2026-07-01T08:15:00Z");
    }

    @Test
    void oddTimesAndNamesAreAbsent() throws UnusableAnswerException {
        assertThat(parse("[[1, 5, null, 'yesterday', ''], [2, 6], [3, 7, 'r', null, 8]]")
                        .entries())
                .containsExactly(
                        new Entry(1, new Lsn(5), "", null, null),
                        new Entry(2, new Lsn(6), "", null, null),
                        new Entry(3, new Lsn(7), "r", null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[5]",
                "[[]]",
                "[[1]]",
                "[['1', 5, 'r']]",
                "[[1, '5', 'r']]",
                "[[1.5, 5, 'r']]",
                "[[0, 5, 'r']]",
                "[[1, -5, 'r']]",
                "[[1, 99999999999999999999, 'r']]"
            })
    void refusesAHistoryWithoutAnyTimelineAndPosition(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(UnusableAnswerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "[]", "[4294967297, 5, 'r']", "['2', 6, 'r']", "[2, '6', 'r']", "null"})
    void anOddEntryCostsNoOther(String odd) throws UnusableAnswerException {
        TimelineHistory history = parse("[[1, 5, 'r'], " + odd + ", [3, 7, 'r']]");

        assertThat(history.entries())
                .containsExactly(new Entry(1, new Lsn(5), "r", null, null), new Entry(3, new Lsn(7), "r", null, null));
        assertThat(history.complete()).isFalse();
        assertThat(parse("[[1, 5, 'r']]").complete()).isTrue();
    }

    private static TimelineHistory history(String sample) throws UnusableAnswerException {
        return HistoryParser.parse(Samples.json(sample), 1000);
    }

    private static TimelineHistory parse(String json) throws UnusableAnswerException {
        return HistoryParser.parse(Samples.json(ByteString.encodeUtf8(json.replace('\'', '"'))), 1000);
    }
}
