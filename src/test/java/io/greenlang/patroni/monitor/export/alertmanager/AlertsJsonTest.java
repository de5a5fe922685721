package io.greenlang.patroni.monitor.export.alertmanager;

import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.LINKS;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.NOON;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.firing;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.export.alertmanager.AlertHistory.AlertState;
import io.greenlang.patroni.monitor.model.ClockOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertsJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant TIMEOUT = NOON.plusSeconds(120);

    @Test
    void tellsOfAMembersAlertThatFires() throws Exception {
        assertThat(json(new AlertState("greenlang-cluster", firing("PatroniMemberDown", "patroni-2"), null)))
                .isEqualTo(JSON.readTree("""
                        [{
                          "labels": {
                            "alertname": "PatroniMemberDown",
                            "cluster": "greenlang-cluster",
                            "member": "patroni-2",
                            "severity": "critical"
                          },
                          "annotations": {
                            "summary": "A member's Patroni or PostgreSQL does not answer.",
                            "description": "PatroniMemberDown it is.",
                            "runbook_url": "https://wiki.example/runbooks/PatroniMemberDown.md",
                            "dashboard_url": "https://grafana.example/d/patroni-overview/patroni-cluster-overview?var-cluster=greenlang-cluster"
                          },
                          "startsAt": "2026-11-22T12:00:00Z",
                          "endsAt": "2026-11-22T12:02:00Z",
                          "generatorURL": "https://grafana.example/d/patroni-overview/patroni-cluster-overview?var-cluster=greenlang-cluster"
                        }]
                        """));
    }

    @Test
    void anAlertOfTheClusterHasNoMember() throws Exception {
        JsonNode labels = json(new AlertState("a", firing("PatroniNoLeader", null), null))
                .path(0)
                .path("labels");

        assertThat(labels.fieldNames()).toIterable().containsExactly("alertname", "cluster", "severity");
    }

    @Test
    void anAlertThatEndedHasItsEnd() throws Exception {
        assertThat(json(new AlertState("a", firing("PatroniNoLeader", null), NOON.plusMillis(61_500)))
                        .path(0)
                        .path("endsAt")
                        .textValue())
                .isEqualTo("2026-11-22T12:01:01.500Z");
    }

    @Test
    void itsTimesAreByTheWallClock() throws Exception {
        JsonNode alert = json(
                        new AlertState("a", firing("PatroniNoLeader", null), null),
                        new ClockOffset(Duration.ofHours(-1)))
                .path(0);

        assertThat(alert.path("startsAt").textValue()).isEqualTo("2026-11-22T11:00:00Z");
        assertThat(alert.path("endsAt").textValue()).isEqualTo("2026-11-22T11:02:00Z");
    }

    @Test
    void noAlertEndsBeforeItStarts() throws Exception {
        Instant setBack = NOON.minusSeconds(3600);
        JsonNode alert = json(new AlertState("a", firing("PatroniNoLeader", null), setBack))
                .path(0);

        assertThat(alert.path("startsAt").textValue()).isEqualTo("2026-11-22T11:00:00Z");
        assertThat(alert.path("endsAt").textValue()).isEqualTo("2026-11-22T11:00:00Z");
    }

    @Test
    void aNameThatIsNoTextIsStillToldOf() throws Exception {
        assertThat(json(new AlertState("a", firing("PatroniMemberDown", "\"\ud800\n"), null))
                        .path(0)
                        .path("labels")
                        .path("member")
                        .textValue())
                .isEqualTo("\"\ud800\n");
    }

    @Test
    void nothingIsAnEmptyList() {
        assertThat(AlertsJson.of(List.of(), LINKS, TIMEOUT, ClockOffset.NONE)).isEqualTo("[]");
    }

    private static JsonNode json(AlertState notice) throws JsonProcessingException {
        return json(notice, ClockOffset.NONE);
    }

    private static JsonNode json(AlertState notice, ClockOffset wall) throws JsonProcessingException {
        return JSON.readTree(AlertsJson.of(List.of(notice), LINKS, TIMEOUT, wall));
    }
}
