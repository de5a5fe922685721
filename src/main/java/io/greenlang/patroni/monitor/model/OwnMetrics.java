package io.greenlang.patroni.monitor.model;

import java.time.Duration;

/**
 * What the parts of the monitor tell of how they do. Called from many threads; must not block and must not throw. Who wants
 * to hear of one thing only overrides that. An Alertmanager is named {@code host:port}.
 */
public interface OwnMetrics {
    /** A round has ended, whatever its result. */
    default void pollFinished(String cluster, Duration took) {}

    /** A source was asked, and answered or failed. */
    default void sourceAnswered(String cluster, Source source, Duration took) {}

    /** A round, or one reading, ended in an exception: a bug of the daemon, not a fault of what it watches. */
    default void internalError(String cluster) {}

    /** An Alertmanager took the alerts that it was told. */
    default void alertsTaken(String alertmanager) {}

    /** Alerts did not reach an Alertmanager, or were refused by it. */
    default void alertsNotTaken(String alertmanager, FailureKind reason) {}

    /** An Alertmanager is told nothing any more: its series end. */
    default void forgetAlertmanager(String alertmanager) {}
}
