package io.greenlang.patroni.monitor.export.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What keeps slow and many clients from stopping the server. The JDK reads its part from system properties, once, when
 * its first server class is loaded; what was set on the command line stays.
 */
final class ServerLimits {
    private static final int THREADS = 32;
    private static final Duration IDLE = Duration.ofSeconds(5);

    private static final Map<String, String> PROPERTIES = Map.of(
            "sun.net.httpserver.nodelay", "true", // else 40 ms for every answer on a kept connection on JDK 17
            "sun.net.httpserver.maxReqTime", "10", // seconds to send a request; the default is for ever
            "sun.net.httpserver.maxRspTime", "30", // seconds to take an answer; the default is for ever
            "sun.net.httpserver.timerMillis", "5000", // between two looks at those limits; the default is 1 s
            "jdk.httpserver.maxConnections", "256");

    private ServerLimits() {}

    static void apply() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /**
     * Lets requests wait rather than refuse them: a refused one is a reset connection, and a failed probe. The number of
     * connections bounds the queue. A thread is added only when none is idle, and idle ones end soon.
     */
    static ThreadPoolExecutor workers() {
        AtomicInteger number = new AtomicInteger();
        HandOver waiting = new HandOver();
        return new ThreadPoolExecutor(
                0,
                THREADS,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                waiting,
                task -> new Thread(task, "http-" + number.incrementAndGet()),
                (task, full) -> waiting.put(task));
    }

    /** Takes a task at first only when an idle thread waits for it, so that the executor starts one where none does. */
    private static final class HandOver extends LinkedTransferQueue<Runnable> {
        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }
    }
}
