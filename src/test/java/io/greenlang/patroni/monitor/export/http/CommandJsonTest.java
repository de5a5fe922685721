package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.availability.AvailabilityReport;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.export.http.ChecklistJson.Judged;
import io.greenlang.patroni.monitor.incident.Candidate;
import io.greenlang.patroni.monitor.incident.Incident;
import io.greenlang.patroni.monitor.incident.Moment;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Judge;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.checklist.Baseline;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Kind;
import io.greenlang.patroni.monitor.rule.checklist.Preflight;
import io.greenlang.patroni.monitor.testing.ChangedDcs;
import io.greenlang.patroni.monitor.testing.MarkdownPage;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.testing.WatchedSamples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON of topology, history and the checklists: as the golden files have it, and as docs/json.md describes it. */
class CommandJsonTest {
    @TempDir
    Path folder;

    @Test
    void topologyIsAsTheGoldenFileHasIt() throws IOException {
        assertThat(written(topology())).isEqualTo(golden("topology.json"));
    }

    @Test
    void historyIsAsTheGoldenFileHasIt() throws IOException {
        assertThat(written(history())).isEqualTo(golden("history.json"));
    }

    @Test
    void preflightIsAsTheGoldenFileHasIt() throws IOException {
        assertThat(written(preflight())).isEqualTo(golden("preflight.json"));
    }

    @Test
    void beforeTheFirstPollThereIsAReasonInsteadOfFacts() {
        assertThat(TopologyJson.of(Reports.awaiting()).toString()).contains("the first poll has not finished yet");
        assertThat(HistoryJson.of(Reports.awaiting()).toString()).contains("\"changes\":[]");
    }

    @Test
    void everyFieldIsDocumented() {
        Set<String> written = new TreeSet<>();
        collect(ReportJson.clusters(Reports.eventful()), written);
        collect(ReportJson.alerts(Reports.eventful()), written);
        collect(ReportJson.clusters(Reports.awaiting()), written);
        List.of(topology(), history(), preflight(), failed(), incident())
                .forEach(document -> collect(document, written));
        String page = MarkdownPage.read(Path.of("docs/json.md")).prose();

        assertThat(written).allSatisfy(field -> assertThat(page).contains("`" + field + "`"));
    }

    @Test
    void thePageHasAWholeSampleOfEach() {
        JsonNode alerts = CommandJson.versioned(ReportJson.alerts(Reports.eventful()));

        assertThat(MarkdownPage.read(Path.of("docs/json.md")).blocks("json"))
                .containsExactly(
                        written(failed()),
                        written(events()),
                        written(incident()),
                        written(availability()),
                        written(alerts),
                        written(topology()),
                        written(history()),
                        written(preflight()));
    }

    private static ObjectNode incident() {
        Instant began = Instant.parse("2026-11-28T03:00:12.104Z");
        return CommandJson.of(
                "monitor",
                0,
                EventsJson.incident(new Incident(
                        Reports.CLUSTER,
                        Incident.Kind.FAILOVER,
                        began,
                        began.plusMillis(78_117),
                        "patroni-0",
                        "patroni-1",
                        new Incident.Outage(
                                24.2,
                                "from the last look that saw the old leader at work to the promotion, or to the first look at"
                                        + " the new one where nothing dates that"),
                        new Incident.Loss(1_468_006L, true, "last seen position"),
                        List.of(new Moment(
                                began,
                                "last_answer",
                                "patroni-0",
                                "patroni-0 answered as the writable leader for the last time")),
                        List.of(new Candidate("patroni-1", "chosen", 0L, 2_048L, null)),
                        "patroni-1 was the only one that could win the race for the leader lock",
                        new TreeMap<>(Map.of("loop_wait", "10 s", "ttl", "30 s")),
                        List.of("When the pager rang: Alertmanager and the pager's service know"))));
    }

    private static ObjectNode availability() {
        Instant now = Reports.AT.plusSeconds(7);
        Instant since = now.minus(Duration.ofDays(30));
        AvailabilityReport report = AvailabilityReport.of(Reports.CLUSTER, WatchedSamples.weeks(), since, now);
        return CommandJson.of("monitor", 0, AvailabilityJson.of(since, now, List.of(report)));
    }

    private static void collect(JsonNode node, Set<String> fields) {
        node.properties().forEach(field -> {
            if (!Set.of("database_bytes", "tags", "missing", "values", "xmin_age")
                    .contains(field.getKey())) {
                collect(field.getValue(), fields);
            }
            fields.add(field.getKey());
        });
        if (node.isArray()) {
            node.forEach(child -> collect(child, fields));
        }
    }

    @Test
    void whatPreflightSavesIsReadAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("before.json"), preflight().toString());

        assertThat(SavedBaseline.read(file).byCluster())
                .containsExactly(Map.entry(Snapshots.CLUSTER, Baseline.of(judged(cluster()))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                         | is no JSON: line 1
            {} {}                                     | is no JSON: line 1
            {"clusters": []}                          | it has no kind
            {"kind": "postflight", "format": 1}       | its kind is postflight
            {"kind": "preflight", "format": 2}        | has format 2; this version reads format 1
            {"kind": "preflight", "format": 1}        | lacks the list "clusters"
            {"kind": "preflight", "format": 1, "clusters": [{"cluster": "a"}]} | lacks the list "members"
            {"kind": "preflight", "format": 1, "clusters": [{"cluster": "a", "at": "noon", "baseline": {"members": []}}]} | "at" is no moment: noon
            {"kind": "preflight", "format": 1, "clusters": [{"at": "noon", "baseline": {"members": []}}]} | lacks the text "cluster"
            """)
    void aSpoiltFileIsNamedWithWhatIsWrong(String text, String wrong) throws IOException {
        Path file = Files.writeString(folder.resolve("before.json"), text);

        assertThatThrownBy(() -> SavedBaseline.read(file))
                .isInstanceOf(SavedBaseline.Unusable.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(wrong);
    }

    @Test
    void aFileThatIsNoTextIsNamedToo() throws IOException {
        Path file = Files.write(folder.resolve("before.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> SavedBaseline.read(file)).hasMessage(file + ": is no text in UTF-8");
    }

    private static JsonNode topology() {
        return CommandJson.of("monitor", 0, TopologyJson.of(report(cluster())));
    }

    private static JsonNode history() {
        return CommandJson.of(
                "monitor",
                0,
                HistoryJson.of(report(ChangedDcs.history(
                        cluster(),
                        Answer.answered(
                                new TimelineHistory(List.of(
                                        new Entry(2, new Lsn(67109216), "no recovery target specified", null, "node2"),
                                        new Entry(
                                                3,
                                                new Lsn(83886080),
                                                "no recovery target specified",
                                                Instant.parse("2026-11-21T08:00:00Z"),
                                                "node1"))),
                                Snapshots.NOON,
                                Snapshots.NOON)))));
    }

    private static JsonNode events() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("from", "patroni-0");
        data.put("to", "patroni-1");
        data.put("planned", false);
        data.put("timeline_before", 4);
        data.put("timeline", 5);
        data.put("seconds_without_writable_leader", 24.2);
        data.put("switchpoint", "4/1FE9BD98");
        data.put("last_seen_position", "4/2000A0F8");
        data.put("lost_bytes_at_least", 1_500_000);
        data.put("lost_bytes_known_by", "last seen position");
        Event change = new Event(
                Instant.parse("2026-11-28T03:00:36Z"),
                "greenlang-cluster",
                EventType.LEADER_CHANGE,
                "patroni-1",
                "patroni-1 took over from patroni-0 in a failover, which was not planned, timeline 4 to 5,"
                        + " 24.2 s without a writable leader; at least 1.4 MiB of WAL were lost",
                data);
        return CommandJson.of("monitor", 0, EventsJson.of(Instant.parse("2026-11-27T12:00:00Z"), List.of(change)));
    }

    private static JsonNode preflight() {
        ClusterReport report = judged(cluster());
        return CommandJson.of(
                "monitor",
                0,
                ChecklistJson.of(
                        Kind.PREFLIGHT,
                        List.of(new Judged(
                                Preflight.of(report, Configs.LOADER.defaults().checklist()), Baseline.of(report)))));
    }

    private static JsonNode failed() {
        return CommandJson.failed(
                "direct", 4, List.of(new CommandJson.Unread("http://10.0.1.10:8008", "refused", "connection refused")));
    }

    private static ClusterSnapshot cluster() {
        return Snapshots.healthy()
                .member("node1", m -> m.sendsTo("node2"))
                .member("node2", m -> m.sendsTo("node3"))
                .build();
    }

    private static MonitorReport report(ClusterSnapshot snapshot) {
        return new MonitorReport(List.of(judged(snapshot)), true);
    }

    private static ClusterReport judged(ClusterSnapshot snapshot) {
        return new Judge(Duration.ofMinutes(5)).judge(Snapshots.config(), snapshot);
    }

    private static String written(JsonNode document) {
        return document.toPrettyString() + "\n";
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = CommandJsonTest.class.getResourceAsStream("/json/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
