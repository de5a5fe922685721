package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.OwnMetrics;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the monitor's own bugs, and nothing else. */
record CountedBugs(AtomicInteger count) implements OwnMetrics {
    static OwnMetrics in(AtomicInteger count) {
        return new CountedBugs(count);
    }

    /** Of a test that expects none. */
    static InternalErrors none() {
        return new InternalErrors("c", in(new AtomicInteger()));
    }

    @Override
    public void internalError(String cluster) {
        count.incrementAndGet();
    }
}
