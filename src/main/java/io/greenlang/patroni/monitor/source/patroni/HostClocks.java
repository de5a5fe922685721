package io.greenlang.patroni.monitor.source.patroni;

import io.greenlang.patroni.monitor.time.HostClock;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clocks of a cluster's members, by where their REST API is. Safe for concurrent use. */
final class HostClocks {
    /** More than any cluster has; pods get new addresses for ever. One that is forgotten is learned again. */
    private static final int MOST = 200;

    private final Map<URI, HostClock> clocks = new ConcurrentHashMap<>();

    HostClock of(URI base) {
        if (clocks.size() >= MOST && !clocks.containsKey(base)) {
            clocks.clear();
        }
        return clocks.computeIfAbsent(base, host -> new HostClock());
    }
}
