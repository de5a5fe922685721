package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.WatchedSamples;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvailabilityPageTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start();
        server.days.set(WatchedSamples.weeks());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsThirtyDaysOfEveryCluster() throws Exception {
        JsonNode document = json("");
        assertThat(document.path("version").asInt()).isEqualTo(2);
        assertThat(document.path("since").asText()).isEqualTo("2026-10-23T10:00:07.500Z");
        assertThat(document.path("clusters")).hasSize(1);
        JsonNode cluster = document.path("clusters").get(0);
        assertThat(cluster.path("from").asText()).isEqualTo("2026-10-31T06:00:00Z");
        assertThat(cluster.path("not_writable_seconds").asDouble()).isEqualTo(737);
        assertThat(cluster.path("availability_percent").asDouble()).isEqualTo(99.96144);
        assertThat(cluster.path("failovers").path("rto_median_seconds").asDouble())
                .isEqualTo(18.1);
        assertThat(cluster.path("backups").path("days_without").asInt()).isEqualTo(1);
    }

    @Test
    void picksByTime() throws Exception {
        JsonNode cluster = json("?since=2026-11-21T23:00:00Z&cluster=greenlang-cluster")
                .path("clusters")
                .get(0);
        assertThat(cluster.path("writable_seconds").asInt()).as("of whole days").isEqualTo(34 * 3600);
        assertThat(cluster.path("failovers").path("rto_worst_seconds").isNull()).isTrue();
        assertThat(cluster.path("failovers").path("lost_bytes").isNull()).isTrue();
    }

    @Test
    void rendersForPeople() throws Exception {
        HttpResponse<String> text = server.get("/api/v1/report?format=text");
        assertThat(text.body()).isEqualTo("text of 1\n");
        assertThat(text.headers().firstValue(Looks.EXIT_STATUS)).contains("0");
        assertThat(server.get("/api/v1/report?format=markdown").body()).isEqualTo("markdown of 1\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?since=soon|since: \"soon\" is neither an age nor a point in time. Allowed: ",
                "?format=pdf|format: \"pdf\" is not a format. Allowed: json, text, markdown",
                "?cluster=x|cluster: \"x\" is not a cluster of this monitor. Allowed: greenlang-cluster",
                "?type=x|\"type\" is not a parameter. Allowed: cluster, format, since"
            })
    void whatMakesNoSenseIsRefusedWithWhatIsAllowed(String query, String message) throws Exception {
        HttpResponse<String> answer = server.get("/api/v1/report" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith(message);
    }

    private JsonNode json(String query) throws Exception {
        HttpResponse<String> answer = server.get("/api/v1/report" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
