package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.Unfenced.Cause;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.testing.Judged;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
    @Test
    void writesEverythingThatIsKnownAndWhyTheRestIsNot() throws IOException {
        assertThat(written(ReportJson.clusters(Reports.eventful()))).isEqualTo(golden("clusters-eventful.json"));
    }

    @Test
    void writesNullWithAReasonForABlindCluster() throws IOException {
        assertThat(written(ReportJson.clusters(Reports.blind()))).isEqualTo(golden("clusters-blind.json"));
    }

    @Test
    void writesWhatItWaitsForBeforeTheFirstPoll() throws IOException {
        assertThat(written(ReportJson.clusters(Reports.awaiting()))).isEqualTo(golden("clusters-awaiting.json"));
    }

    @Test
    void writesWhatIsUnreadAndWhyASplitBrainCannotBeToldFromNone() {
        JsonNode cluster = ReportJson.cluster(Judged.of(Snapshots.healthy()
                .member("node2", m -> m.unreadable(FailureKind.TIMEOUT))
                .unreadFor(Duration.ofMinutes(2))
                .unreadSeed("http://10.0.0.9:8008", FailureKind.REFUSED)
                .formerLeader("node0 led timeline 3")
                .lockFreeSince(Snapshots.NOON)));

        assertThat(cluster.at("/unread/sources"))
                .extracting(
                        source -> source.path("member").asText(),
                        source -> source.path("source").asText(),
                        source -> source.path("reason").asText(),
                        source -> source.path("since").asText())
                .containsExactly(
                        tuple("node2", "patroni", "timeout", "2026-11-22T11:58:00Z"),
                        tuple("node2", "postgres", "timeout", "2026-11-22T11:58:00Z"));
        assertThat(cluster.at("/unread/seeds/0").toString())
                .isEqualTo(
                        "{\"seed\":\"http://10.0.0.9:8008\",\"reason\":\"refused\",\"detail\":\"no usable answer\"}");
        assertThat(cluster.at("/unread/former_leader").asText()).isEqualTo("node0 led timeline 3");
        assertThat(cluster.path("split_brain")).isEmpty();
        assertThat(cluster.path("split_brain_unknown_because").asText()).isEqualTo("may still accept writes: node2");
        assertThat(cluster.at("/dcs/lock_free_since").asText()).isEqualTo("2026-11-22T12:00:00Z");
    }

    @Test
    void writesNoWordOnACandidateOfWhichNobodyKnows() {
        JsonNode cluster = ReportJson.cluster(Judged.of(Snapshots.healthy()
                .candidates(
                        new FailoverCandidate("node2", Certainty.UNKNOWN, "settings unread"),
                        new FailoverCandidate("node3", null))));

        assertThat(cluster.path("failover_candidates").toString())
                .isEqualTo("[{\"member\":\"node2\",\"eligible\":null,\"exclusion\":\"settings unread\"},"
                        + "{\"member\":\"node3\",\"eligible\":true,\"exclusion\":null}]");
    }

    @Test
    void tellsWhyAWriterWasNotFencedAndOfAWatchdogThatFailed() {
        JsonNode cluster = ReportJson.cluster(Judged.of(Snapshots.healthy()
                .splitBrain("node1 and node2 both accept writes")
                .unfenced("node2", Cause.WATCHDOG_FAILED, "its Patroni says that its watchdog failed.")
                .member("node2", m -> m.flags(Flag.WATCHDOG_FAILED))));

        assertThat(cluster.path("unfenced").toString())
                .isEqualTo(
                        "[{\"member\":\"node2\",\"cause\":\"watchdog_failed\",\"because\":\"its Patroni says that its watchdog failed.\"}]");
        assertThat(cluster.at("/members/1/patroni/watchdog_failed").toString()).isEqualTo("true");
        assertThat(cluster.at("/members/2/patroni/watchdog_failed").isNull()).isTrue();
    }

    @Test
    void writesAlertsOfAllClusters() throws IOException {
        assertThat(written(ReportJson.alerts(Reports.eventful()))).isEqualTo(golden("alerts.json"));
    }

    @Test
    void tellsTheScopeWhereItIsNotTheName() {
        ClusterReport named = Reports.healthy().clusters().get(0);

        assertThat(ReportJson.cluster(named).has("scope")).isFalse();
        JsonNode other = ReportJson.cluster(Reports.ofScope("orders", named));
        assertThat(other.get("scope").asText()).isEqualTo("orders");
        assertThat(other.get("cluster").asText()).isEqualTo(named.cluster());
    }

    private static String written(JsonNode document) {
        return document.toPrettyString() + "\n";
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = ReportJsonTest.class.getResourceAsStream("/json/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
