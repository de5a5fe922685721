package io.greenlang.patroni.monitor.export.alertmanager;

import io.greenlang.patroni.monitor.model.FailureKind;

/**
 * What the push tells about itself. An Alertmanager is named {@code host:port}. Called from many threads; must not block
 * and must not throw.
 */
public interface PushMetrics {
    /** An Alertmanager took a message. */
    void taken(String alertmanager);

    /** A message did not reach an Alertmanager, or was refused by it. */
    void failed(String alertmanager, FailureKind reason);

    /** An Alertmanager is told nothing any more: its series end. */
    void forgotten(String alertmanager);
}
