package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.rule.Alert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do first about the worst alert of a cluster.
 *
 * @param runbook address of its page; null for an alert that the catalogue does not know
 */
record DoNow(String alertname, @Nullable String runbook, List<FirstSteps.Step> steps) {
    static DoNow of(Alert alert, Visit visit) {
        return new DoNow(alert.name(), AlertRow.runbook(alert, visit), FirstSteps.of(alert.name()));
    }
}
