package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.OwnMetrics;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where everything ends that the polling of one cluster throws: it costs what was being read and nothing else, is counted each
 * time, and is logged with its trace the first time. Safe for concurrent use.
 */
final class InternalErrors {
    private static final Logger logger = LoggerFactory.getLogger(InternalErrors.class);
    /** Of different places; beyond that they are only counted. */
    private static final int MOST_TRACES = 50;

    private final String cluster;
    private final OwnMetrics metrics;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    InternalErrors(String cluster, OwnMetrics metrics) {
        this.cluster = cluster;
        this.metrics = metrics;
    }

    /**
     * Counts and logs.
     *
     * @param what was being done, for people
     * @return the failure to show in its place
     */
    Failure take(String what, Throwable thrown) {
        Throwable bug = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        metrics.internalError(cluster);
        if (logged.size() < MOST_TRACES && logged.add(what + placeOf(bug))) {
            logger.atError()
                    .addKeyValue("cluster", cluster)
                    .setCause(bug)
                    .log("A bug in the monitor broke off {}; it is logged once and counted each time", what);
        }
        return new Failure(
                FailureKind.INTERNAL, "a bug in the monitor: " + bug.getClass().getSimpleName());
    }

    /** Takes what this throws, since nobody asks for its result. */
    <T> CompletableFuture<T> watched(String what, CompletableFuture<T> unattended) {
        return unattended.whenComplete((done, thrown) -> {
            if (thrown != null) {
                Failure unused = take(what, thrown);
            }
        });
    }

    private static String placeOf(Throwable bug) {
        StackTraceElement[] trace = bug.getStackTrace();
        return bug.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
    }
}
