package io.greenlang.patroni.monitor.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
    private static final Instant NOON = Snapshots.NOON;

    private final EventLog log = new EventLog();

    @Test
    void keepsTheNewestOfEachClusterAndABoundedNumberInAll() {
        for (int cluster = 0; cluster < 20; cluster++) {
            for (int i = 0; i < 1_100; i++) {
                log.add(event("c" + cluster, EventType.PAUSED, NOON.plusSeconds(i)));
            }
        }
        log.add(event("quiet", EventType.PAUSED, NOON));
        assertThat(find(Set.of(), Set.of())).hasSize(EventLog.IN_ALL);
        assertThat(find(Set.of("c19"), Set.of()))
                .hasSizeLessThanOrEqualTo(EventLog.PER_CLUSTER)
                .last()
                .extracting(Event::at)
                .isEqualTo(NOON.plusSeconds(1_099));
        assertThat(find(Set.of("quiet"), Set.of())).hasSize(1);
    }

    /** Anybody who can write to the DCS can make clusters up, again and again. */
    @Test
    void clustersThatComeAndGoPushOutNoEventOfOthers() {
        log.watching(Set.of("real"));
        for (int i = 0; i < 500; i++) {
            log.add(event("real", EventType.PAUSED, NOON.plusSeconds(i)));
        }
        for (int i = 0; i < 10_000; i++) {
            log.add(event("made-up-" + i, EventType.PAUSED, NOON.plusSeconds(i)));
        }

        assertThat(find(Set.of("real"), Set.of())).hasSize(500);
        assertThat(find(Set.of(), Set.of())).hasSize(EventLog.IN_ALL);
        assertThat(log.clusters()).hasSize(EventLog.IN_ALL - 500 + 1);
    }

    @Test
    void findsByClusterTypeAndTimeOldestFirst() {
        log.add(event("b", EventType.PAUSED, NOON.plusSeconds(2)));
        log.add(event("a", EventType.RESUMED, NOON.plusSeconds(1)));
        log.add(event("a", EventType.PAUSED, NOON.minusSeconds(1)));
        assertThat(find(Set.of(), Set.of())).extracting(Event::cluster).containsExactly("a", "b");
        assertThat(find(Set.of("a"), Set.of(EventType.PAUSED))).isEmpty();
        assertThat(log.clusters()).containsExactly("a", "b");
    }

    @Test
    void anEventSurvivesItsJsonForm() {
        Event event = new Event(
                NOON,
                "c",
                EventType.CONFIGURATION_CHANGED,
                null,
                "Configuration changed: ttl from 30 to 20 „\"",
                Map.of("changes", List.of(Map.of("key", "ttl", "from", "30"))));
        assertThat(EventJson.read(
                        EventJson.parse(EventJson.of(event).toString()).orElseThrow()))
                .contains(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "1",
                "{\"type\": \"paused\", \"at\": \"x\", \"cluster\": \"c\", \"sentence\": \"s\", \"data\": {}}"
            })
    void whatIsNoEventIsNone(String text) {
        assertThat(EventJson.parse(text).flatMap(EventJson::read)).isEmpty();
    }

    @Test
    void agesAndTimesAreUnderstood() {
        assertThat(EventOptions.since("90s", NOON)).isEqualTo(NOON.minusSeconds(90));
        assertThat(EventOptions.since("7d", NOON)).isEqualTo(NOON.minus(Duration.ofDays(7)));
        assertThat(EventOptions.since("2026-11-22T03:00:00Z", NOON)).isEqualTo("2026-11-22T03:00:00Z");
        assertThatThrownBy(() -> EventOptions.since("yesterday\n", NOON))
                .hasMessage("\"yesterday \" is neither an age nor a point in time. Allowed: a number with s, m, h or d,"
                        + " or ISO 8601 in UTC. Example: 24h, or 2026-11-28T03:00:00Z");
        assertThatThrownBy(() -> EventOptions.types(List.of("failover")))
                .hasMessageStartingWith("\"failover\" is not a type of event. Allowed: leader_change, member_down, ");
    }

    private List<Event> find(Set<String> clusters, Set<EventType> types) {
        return log.find(new EventQuery(clusters, NOON, types));
    }

    private static Event event(String cluster, EventType type, Instant at) {
        return new Event(at, cluster, type, null, "it happened", Map.of());
    }
}
