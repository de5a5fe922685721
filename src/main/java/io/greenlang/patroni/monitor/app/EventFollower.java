package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Prints events as they happen, each once. An event may be told some seconds after its time, and a monitor may be restarted, so
 * that each question goes back ten minutes behind the last one that was answered, and what was printed is remembered. It asks
 * by age, not by time: the monitor's clock may be another. For one thread.
 */
final class EventFollower {
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration OVERLAP = Duration.ofMinutes(10);
    /** Questions in a row without an answer. */
    private static final int PATIENCE = 60;

    private static final int REMEMBERED = 20_000;

    private final EventSource source;
    private final Predicate<Event> printer;
    private final Duration pause;
    private final InstantSource clock;
    private final Set<Event> printed = new LinkedHashSet<>();

    /**
     * @param printer false when nobody reads what it prints any more
     * @param pause between two questions
     */
    EventFollower(EventSource source, Predicate<Event> printer, Duration pause, InstantSource clock) {
        this.source = source;
        this.printer = printer;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * Until somebody ends the process, or nobody reads any more.
     *
     * @param begin what was told first
     * @throws UnheardMonitorException after {@value #PATIENCE} questions in a row that the monitor did not answer
     */
    void follow(List<Event> begin) throws UnheardMonitorException, InterruptedException {
        Instant answered = clock.instant();
        int silent = 0;
        boolean read = printNew(begin);
        while (read) {
            Thread.sleep(pause.toMillis());
            Instant asked = clock.instant();
            try {
                read = printNew(source.since(age(answered, asked)).events());
                answered = asked;
                silent = 0;
            } catch (UnheardMonitorException e) {
                silent++;
                if (silent == 1) {
                    System.err.println(e.getMessage() + ": waiting for it");
                }
                if (silent > PATIENCE) {
                    throw e;
                }
            }
        }
    }

    /** In minutes, rounded up; a clock that was set back takes nothing of the overlap away. */
    private static String age(Instant answered, Instant asked) {
        Duration since = Duration.between(answered, asked);
        return (since.isNegative() ? OVERLAP : since.plus(OVERLAP)).toMinutes() + 1 + "m";
    }

    private boolean printNew(List<Event> events) {
        for (Event event : events) {
            if (printed.add(event) && !printer.test(event)) {
                return false;
            }
        }
        if (printed.size() > REMEMBERED) {
            new ArrayList<>(printed).subList(0, REMEMBERED / 2).forEach(printed::remove);
        }
        return true;
    }
}
