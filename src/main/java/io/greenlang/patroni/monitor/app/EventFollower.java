package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Prints events as they happen, each once. An event may be told some seconds after its time, and a monitor may be restarted, so
 * that the last minutes are asked for every time and what was printed is remembered. For one thread.
 */
final class EventFollower {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String LAST_MINUTES = "10m";
    private static final int REMEMBERED = 20_000;

    private final EventSource source;
    private final Consumer<Event> printer;
    private final Set<Event> printed = new LinkedHashSet<>();

    EventFollower(EventSource source, Consumer<Event> printer) {
        this.source = source;
        this.printer = printer;
    }

    /** Until somebody ends the process, or the monitor does not answer for a minute. */
    int follow(List<Event> begin) throws UnheardMonitorException, InterruptedException {
        begin.forEach(this::print);
        int silent = 0;
        while (true) {
            Thread.sleep(PAUSE.toMillis());
            try {
                List.copyOf(source.since(LAST_MINUTES).events()).forEach(this::print);
                silent = 0;
            } catch (UnheardMonitorException e) {
                silent++;
                if (silent == 1) {
                    System.err.println(e.getMessage() + ": waiting for it");
                }
                if (silent > 60) {
                    throw e;
                }
            }
        }
    }

    private void print(Event event) {
        if (printed.add(event)) {
            printer.accept(event);
        }
        if (printed.size() > REMEMBERED) {
            new ArrayList<>(printed).subList(0, REMEMBERED / 2).forEach(printed::remove);
        }
    }
}
