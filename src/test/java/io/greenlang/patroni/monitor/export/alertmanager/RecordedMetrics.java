package io.greenlang.patroni.monitor.export.alertmanager;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.OwnMetrics;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what was told, as {@code HOST:PORT WHAT}. */
final class RecordedMetrics implements OwnMetrics {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void alertsTaken(String alertmanager) {
        events.add(alertmanager + " taken");
    }

    @Override
    public void alertsNotTaken(String alertmanager, FailureKind reason) {
        events.add(alertmanager + " " + reason.label());
    }

    @Override
    public void forgetAlertmanager(String alertmanager) {
        events.add(alertmanager + " forgotten");
    }

    /** Waits for the next event. */
    String next() throws InterruptedException {
        String event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing was told");
        }
        return event;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }
}
