package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventJson;
import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.event.EventQuery;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.memory.Journal;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EventFollowerTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path folder;

    private final List<Event> printed = new ArrayList<>();
    private final Script script = new Script();

    @Test
    void printsEachEventOnceWhenTwoHaveOneMillisecondAndOneIsTold30SecondsLate() throws Exception {
        Event paused = event(0, EventType.PAUSED, "Paused");
        Event down = event(0, EventType.MEMBER_DOWN, "node1 is down");
        Event late = event(-30, EventType.LEADER_CHANGE, "node2 took over");
        script.answers(paused, down).answers(late, paused, down).answers(late, paused, down);

        follow(paused);

        assertThat(printed).containsExactly(paused, down, late);
    }

    @Test
    void goesOnOverARestartWithWhatTheJournalHas() throws Exception {
        List<Event> before = List.of(
                event(0, EventType.MEMBER_BACK, "back", Map.of("down_seconds", 24.2)),
                event(1, EventType.BACKUP_FINISHED, "done", Map.of("size_bytes", 1L << 40, "problems", List.of("a"))),
                event(1, EventType.PAUSED, "Paused", Map.of("n", 3)));
        Journal journal = new Journal(folder, Duration.ofDays(1), () -> NOON, () -> {});
        journal.open(event -> {});
        before.forEach(journal::append);
        journal.close();
        EventLog restarted = new EventLog();
        Journal read = new Journal(folder, Duration.ofDays(1), () -> NOON, () -> {});
        read.open(restarted::add);
        read.close();
        Event started = event(9, EventType.MONITOR_STARTED, "started");
        List<Event> after = new ArrayList<>(restarted.find(new EventQuery(Set.of(), Instant.MIN, Set.of())));
        after.add(started);
        script.isSilent().isSilent().answers(overHttp(after));

        follow(overHttp(before));

        assertThat(printed).containsExactly(overHttp(List.of(before.get(0), before.get(1), before.get(2), started)));
    }

    @Test
    void asksForAllThatHappenedWhileTheMonitorWasSilent() throws Exception {
        script.isSilent().answers();

        follow();

        assertThat(script.asked)
                .as("by age, which no difference between two clocks falsifies")
                .containsExactly("11m", "31m", "31m");
    }

    @Test
    void asksForNoLessThanTheOverlapWhenItsClockIsSetBack() throws Exception {
        script.answers().answers();
        script.takes = Duration.ofHours(-1);

        follow();

        assertThat(script.asked).containsOnly("11m");
    }

    @Test
    void givesUpAfterAMinuteOfSilence() {
        for (int i = 0; i < 61; i++) {
            script.isSilent();
        }

        assertThatThrownBy(this::follow).isInstanceOf(UnheardMonitorException.class);
        assertThat(script.asked).hasSize(61);
    }

    @Test
    void endsWhenNobodyReads() throws Exception {
        Event first = event(0, EventType.PAUSED, "Paused");
        new EventFollower(script, event -> false, Duration.ZERO, script.clock).follow(List.of(first, first));

        assertThat(script.asked).isEmpty();
    }

    private void follow(Event... begin) throws UnheardMonitorException, InterruptedException {
        try {
            new EventFollower(script, printed::add, Duration.ofMillis(1), script.clock).follow(List.of(begin));
        } catch (InterruptedException e) {
            assertThat(script.steps).as("the script was played to its end").isEmpty();
        }
    }

    private static Event[] overHttp(List<Event> events) {
        return events.stream()
                .map(event -> EventJson.parse(EventJson.of(event).toString())
                        .flatMap(EventJson::read)
                        .orElseThrow())
                .toArray(Event[]::new);
    }

    private static Event event(int second, EventType type, String sentence) {
        return event(second, type, sentence, Map.of());
    }

    private static Event event(int second, EventType type, String sentence, Map<String, Object> data) {
        return new Event(NOON.plusSeconds(second), "c", type, null, sentence, data);
    }

    /** What a monitor answers; a question takes 20 minutes unless told otherwise. At the end somebody presses Ctrl-C. */
    private static final class Script implements EventSource {
        private final SteppedClock clock = new SteppedClock(Clock.fixed(NOON, ZoneOffset.UTC));
        private final Deque<List<Event>> steps = new ArrayDeque<>();
        private final List<String> asked = new ArrayList<>();
        private Duration takes = Duration.ofMinutes(20);
        private static final List<Event> SILENCE = new ArrayList<>();

        Script answers(Event... events) {
            steps.add(List.of(events));
            return this;
        }

        Script isSilent() {
            steps.add(SILENCE);
            return this;
        }

        @Override
        public String name() {
            return "script";
        }

        @Override
        public Told since(String since) throws UnheardMonitorException {
            asked.add(since);
            if (steps.isEmpty()) {
                Thread.currentThread().interrupt();
                return new Told(NOON, List.of(), List.of());
            }
            List<Event> step = steps.remove();
            clock.advance(takes);
            if (step == SILENCE) {
                throw unheard();
            }
            return new Told(NOON, step, List.of());
        }

        private static UnheardMonitorException unheard() {
            return new UnheardMonitorException("http://127.0.0.1:1", "refused", "connection refused");
        }
    }
}
