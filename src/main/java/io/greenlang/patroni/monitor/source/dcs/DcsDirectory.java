package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Which clusters live in one namespace of the DCS, asked over HTTP: what is the same whichever DCS it is. A question blocks the
 * caller; whatever the DCS does becomes an {@link Answer}, never an exception. It is only ever read. One thread at a time.
 */
public abstract class DcsDirectory implements AutoCloseable {
    private final Rotation rotation;
    private final DcsHttp http;
    private final Clock clock;

    DcsDirectory(Rotation rotation, DcsHttp http, Clock clock) {
        this.rotation = rotation;
        this.http = http;
        this.clock = clock;
    }

    /** @param end of the time for all questions to this endpoint, see {@link #left} */
    abstract Listing list(URI endpoint, Instant end) throws UnusableAnswerException;

    /** What is left until then; not positive when it is over. */
    final Duration left(Instant end) {
        return Duration.between(clock.instant(), end);
    }

    /**
     * All of them, or a failure: never a part.
     *
     * @param timeout for all questions together
     */
    public final Answer<Listing> clusters(Duration timeout) {
        return rotation.first(timeout, (endpoint, time) -> {
            Instant asked = clock.instant();
            Listing found = list(endpoint, asked.plus(time));
            return Answer.answered(found, asked, clock.instant());
        });
    }

    /** Ends the questions in flight. */
    @Override
    public final void close() {
        http.close();
    }
}
