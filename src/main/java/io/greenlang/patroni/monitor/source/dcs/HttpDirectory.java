package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A directory that is asked over HTTP: what is the same whichever DCS it is. */
abstract class HttpDirectory implements DcsDirectory {
    private final Rotation rotation;
    private final DcsHttp http;
    private final Clock clock;

    HttpDirectory(Rotation rotation, DcsHttp http, Clock clock) {
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

    @Override
    public final Answer<Listing> clusters(Duration timeout) {
        return rotation.first(timeout, (endpoint, time) -> {
            Instant asked = clock.instant();
            Listing found = list(endpoint, asked.plus(time));
            return Answer.answered(found, asked, clock.instant());
        });
    }

    @Override
    public final void close() {
        http.close();
    }
}
