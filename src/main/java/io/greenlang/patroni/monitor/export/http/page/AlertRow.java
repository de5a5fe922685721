package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.Catalogue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One alert.
 *
 * @param severity also its colour
 * @param runbook address of its page; null for one that the catalogue does not know
 * @param remark what else there is to know about its state; null for nothing
 */
record AlertRow(
        String alertname,
        String severity,
        String state,
        @Nullable String runbook,
        Timestamp since,
        String description,
        @Nullable String remark) {

    /** @param cause the name of the alert that explains it; null for none */
    static AlertRow of(Alert alert, @Nullable String cause, Visit visit) {
        return new AlertRow(
                alert.name(),
                alert.severity().label(),
                alert.state().label(),
                runbook(alert, visit),
                visit.moment(alert.began()),
                alert.description(),
                remark(alert, cause, visit));
    }

    static @Nullable String runbook(Alert alert, Visit visit) {
        return Catalogue.rule(alert.name())
                .map(rule -> visit.links().runbook(rule.page()))
                .orElse(null);
    }

    private static @Nullable String remark(Alert alert, @Nullable String cause, Visit visit) {
        String remarks = Stream.of(
                        alert.isFiring() && alert.since().isAfter(alert.began())
                                ? "firing since " + visit.moment(alert.since()).utc()
                                : "",
                        cause == null ? "" : "follows from " + cause,
                        alert.state() == Alert.State.HELD
                                ? "held: its facts are unknown now, and nothing disproves it"
                                : "",
                        alert.identity().maintenance() ? "pages nobody during maintenance" : "")
                .filter(remark -> !remark.isEmpty())
                .collect(Collectors.joining("; "));
        return remarks.isEmpty() ? null : remarks;
    }
}
