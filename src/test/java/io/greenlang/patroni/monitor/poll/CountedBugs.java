package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Source;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the monitor's own bugs, and nothing else. */
record CountedBugs(AtomicInteger count) implements PollMetrics {
    static PollMetrics in(AtomicInteger count) {
        return new CountedBugs(count);
    }

    /** Of a test that expects none. */
    static InternalErrors none() {
        return new InternalErrors("c", in(new AtomicInteger()));
    }

    @Override
    public void pollFinished(String cluster, Duration took) {}

    @Override
    public void sourceAnswered(String cluster, Source source, Duration took) {}

    @Override
    public void internalError(String cluster) {
        count.incrementAndGet();
    }
}
