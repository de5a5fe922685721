package io.greenlang.patroni.monitor.poll;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that put questions and wait for answers. */
public final class Workers {
    /** A hung node holds at most four: REST, SQL, the reading of sizes, and pgBackRest. */
    private static final int MOST = 1024;

    private Workers() {}

    /** As many threads as there are open questions, at most {@value #MOST}; idle ones end. Closed by the caller. */
    public static ExecutorService start() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(0, MOST, 20, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread worker = new Thread(task, "ask-" + number.incrementAndGet());
            worker.setDaemon(true);
            return worker;
        });
    }
}
