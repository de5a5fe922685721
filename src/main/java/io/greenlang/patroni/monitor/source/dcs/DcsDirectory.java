package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.model.Answer;
import java.time.Duration;

/**
 * Which clusters live in one namespace of the DCS. A question blocks the caller; whatever the DCS does becomes an
 * {@link Answer}, never an exception. It is only ever read. One thread at a time.
 */
public interface DcsDirectory extends AutoCloseable {
    /**
     * All of them, or a failure: never a part.
     *
     * @param timeout for all questions together
     */
    Answer<Listing> clusters(Duration timeout);

    /** Ends the questions in flight. */
    @Override
    void close();
}
