package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Source;
import java.time.Duration;

/** What the poll tells about itself. Called from many threads; must not block and must not throw. */
public interface PollMetrics {
    /** A round has ended, whatever its result. */
    void pollFinished(String cluster, Duration took);

    /** One source of one member was asked, and answered or failed. */
    void sourceAnswered(String cluster, Source source, Duration took);

    /** A round, or one reading, ended in an exception: a bug of the daemon, not a fault of what it watches. */
    void internalError(String cluster);
}
