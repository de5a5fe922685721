package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.ClusterParser;
import io.greenlang.patroni.monitor.source.document.HistoryParser;
import io.greenlang.patroni.monitor.source.document.JsonBody;
import io.greenlang.patroni.monitor.source.document.RestAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class InputLimitsTest {
    private static final InputLimits FEW = new InputLimits(3, 3, 63, 300, 3, 2, 1 << 16, 1 << 20, 1 << 20);

    @Test
    void takesTheKnownMembersThenTheLeaderThenTheFirst() throws UnusableAnswerException {
        ClusterView view = view("a replica, b replica, c replica, d leader, e replica", Set.of("e"));

        assertThat(names(view)).containsExactly("a", "d", "e");
        assertThat(view.leftOut().count()).isEqualTo(2);
        assertThat(view.leftOut().words()).containsExactly("2 members are more than 3 (input-limits.members)");
    }

    @Test
    void leavesNobodyOutAtTheLimit() throws UnusableAnswerException {
        assertThat(view("a leader, b replica, c replica", Set.of()).leftOut()).isEqualTo(ClusterView.LeftOut.NOTHING);
    }

    @Test
    void leavesOutAMemberWithALongName() throws UnusableAnswerException {
        String longest = "n".repeat(63);
        ClusterView view =
                view(longest + " leader, " + longest + "n replica, " + "x".repeat(900_000) + " replica", Set.of());

        assertThat(names(view)).containsExactly(longest);
        assertThat(view.leftOut())
                .isEqualTo(new ClusterView.LeftOut(
                        2,
                        List.of(
                                "entry 2 has a name of more than 63 characters (input-limits.name-length)",
                                "entry 3 has a name of more than 63 characters (input-limits.name-length)")));
    }

    @Test
    void leavesOutANameThatWouldBeAnotherInUtf8() throws UnusableAnswerException {
        ClusterView view = parse("[{'name': '\\ud800'}, {'name': '\\ud801'}, {'name': '\\ud83d\\ude00'}]", Set.of());

        assertThat(names(view)).containsExactly("\ud83d\ude00");
        assertThat(view.leftOut().words())
                .containsExactly(
                        "entry 1 has a name with half a character", "entry 2 has a name with half a character");
    }

    @Test
    void namesOnlyAFewOfManyOddEntries() throws UnusableAnswerException {
        ClusterView view = parse("[" + "{},".repeat(999) + "{}]", Set.of());

        assertThat(view.leftOut().count()).isEqualTo(1000);
        assertThat(view.leftOut().words()).hasSize(11).endsWith("990 more entries are no members");
    }

    @Test
    void cutsLongTexts() throws UnusableAnswerException {
        String text = "s".repeat(301);
        ListedMember member = parse(
                        "[{'name': 'a', 'state': '" + text + "', 'tags': {'zone': '" + text + "', '" + text + "': 1}}]",
                        Set.of())
                .members()
                .get(0);

        assertThat(member.state().text()).hasSize(301).endsWith("s…");
        assertThat(member.tags().values()).containsOnlyKeys("zone");
        assertThat(member.tags().values().get("zone").text()).hasSize(301);
    }

    @Test
    void readsPatronisOwnTagsBeforeMany() throws UnusableAnswerException {
        String many = IntStream.range(0, 500).mapToObj(i -> "'t" + i + "': 1").collect(Collectors.joining(", "));
        ListedMember member = parse("[{'name': 'a', 'tags': {" + many + ", 'nofailover': true}}]", Set.of())
                .members()
                .get(0);

        assertThat(member.tags().values()).hasSize(64).containsKey("nofailover");
    }

    @Test
    void readsSomeOfManyPendingSettings() throws UnusableAnswerException {
        String many = IntStream.range(0, 500).mapToObj(i -> "'s" + i + "': {}").collect(Collectors.joining(", "));
        PatroniStatus status =
                StatusParser.parse(json("{'patroni': {'scope': 'c'}, 'pending_restart_reason': {" + many + "}}"));

        assertThat(status.pendingRestart()).hasSize(64);
    }

    @Test
    void keepsTheNewestHistory() throws UnusableAnswerException {
        TimelineHistory history =
                HistoryParser.parse(json("[[1, 10, 'a'], [2, 20, 'b'], [3, 30, 'c']]"), FEW.historyEntries());

        assertThat(history.entries())
                .extracting(TimelineHistory.Entry::endedTimeline)
                .containsExactly(2, 3);
        assertThat(history.leftOut()).isOne();
        assertThat(history.complete()).isTrue();
    }

    @Test
    void givesUpJsonThatWouldFillTheMemory() {
        assertThat(kind("[" + "{},".repeat(60_000) + "{}]")).isEqualTo(FailureKind.TOO_LARGE);
    }

    private static FailureKind kind(String json) {
        return catchThrowableOfType(UnusableAnswerException.class, () -> json(json))
                .kind();
    }

    /** @param members such as {@code a leader, b replica} */
    private static ClusterView view(String members, Set<String> known) throws UnusableAnswerException {
        String array = List.of(members.split(", ")).stream()
                .map(member -> member.split(" "))
                .map(member -> "{'name': '" + member[0] + "', 'role': '" + member[1] + "'}")
                .collect(Collectors.joining(", ", "[", "]"));
        return parse(array, known);
    }

    private static ClusterView parse(String members, Set<String> known) throws UnusableAnswerException {
        return ClusterParser.parse(
                json("{'members': " + members + "}"), new ClusterParser.Admission(RestAddress::baseOf, FEW, known));
    }

    private static JsonNode json(String json) throws UnusableAnswerException {
        return new JsonBody(FEW).parse(ByteString.encodeUtf8(json.replace('\'', '"')), true);
    }

    private static List<String> names(ClusterView view) {
        return view.members().stream().map(ListedMember::name).toList();
    }
}
