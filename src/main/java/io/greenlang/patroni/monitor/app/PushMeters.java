package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.export.alertmanager.PushMetrics;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetrics;
import io.greenlang.patroni.monitor.model.FailureKind;

/** Makes metrics of how the push to Alertmanagers goes. */
record PushMeters(SelfMetrics self) implements PushMetrics {
    @Override
    public void taken(String alertmanager) {
        self.alertsTaken(alertmanager);
    }

    @Override
    public void failed(String alertmanager, FailureKind reason) {
        self.alertsNotTaken(alertmanager, reason);
    }

    @Override
    public void forgotten(String alertmanager) {
        self.forgetAlertmanager(alertmanager);
    }
}
