package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.testing.Reports;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsPageTest {
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start();
        server.events.add(event("gone", EventType.PAUSED, Duration.ofHours(2)));
        server.events.add(event(Reports.CLUSTER, EventType.LEADER_CHANGE, Duration.ofHours(1)));
        server.events.add(event(Reports.CLUSTER, EventType.PAUSED, Duration.ofHours(25)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsTheLastDayOldestFirst() throws Exception {
        JsonNode document = json("");
        assertThat(document.path("version").asInt()).isEqualTo(2);
        assertThat(document.path("events").findValuesAsText("type")).containsExactly("paused", "leader_change");
        assertThat(document.path("events").get(1).path("data").path("a").asInt())
                .isEqualTo(1);
    }

    @Test
    void picksByClusterTypeAndTime() throws Exception {
        assertThat(json("?cluster=gone").path("events")).hasSize(1);
        assertThat(json("?since=2d&type=paused").path("events")).hasSize(2);
        assertThat(json("?since=2d&type=paused&type=leader_change").path("events"))
                .hasSize(3);
        assertThat(json("?since=2026-11-22T09:00:00Z").path("events")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?since=soon|since: \"soon\" is neither an age nor a point in time. Allowed: ",
                "?type=failover|type: \"failover\" is not a type of event. Allowed: leader_change, ",
                "?cluster=x|cluster: \"x\" is not a cluster of this monitor. Allowed: gone, greenlang-cluster",
                "?cluste=x|\"cluste\" is not a parameter. Allowed: cluster, since, type"
            })
    void whatMakesNoSenseIsRefusedWithWhatIsAllowed(String query, String message) throws Exception {
        HttpResponse<String> answer = server.get("/api/v1/events" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith(message);
    }

    private JsonNode json(String query) throws Exception {
        HttpResponse<String> answer = server.get("/api/v1/events" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static Event event(String cluster, EventType type, Duration ago) {
        return new Event(Reports.AT.minus(ago), cluster, type, null, "it happened", Map.of("a", 1));
    }
}
