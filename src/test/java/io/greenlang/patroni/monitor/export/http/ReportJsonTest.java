package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.testing.Reports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
