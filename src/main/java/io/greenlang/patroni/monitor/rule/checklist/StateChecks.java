package io.greenlang.patroni.monitor.rule.checklist;

import static io.greenlang.patroni.monitor.rule.checklist.Outcome.fail;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.pass;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.unknown;

import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Severity;
import java.util.List;
import java.util.function.Predicate;

/** What the catalogue of rules says of the cluster. */
final class StateChecks {
    private StateChecks() {}

    /** Warnings are named and do not forbid maintenance, which may be their cure. */
    static Outcome noCriticalAlert(ClusterReport report) {
        return switch (report.state()) {
            case BLIND -> unknown(Words.BLIND);
            case CRITICAL -> fail(names(report, alert -> alert.severity() == Severity.CRITICAL));
            case DEGRADED -> pass("warnings only: " + names(report, alert -> true));
            case HEALTHY -> pass("the cluster is healthy");
        };
    }

    /** As {@code status} has it with exit status 0. */
    static Outcome healthy(ClusterReport report) {
        return switch (report.state()) {
            case BLIND -> unknown(Words.BLIND);
            case CRITICAL, DEGRADED -> fail(report.state().label() + ": " + names(report, alert -> true));
            case HEALTHY -> pass("the cluster is healthy");
        };
    }

    private static String names(ClusterReport report, Predicate<Alert> which) {
        List<String> names = report.alerts().stream()
                .filter(which)
                .map(alert -> alert.member() == null ? alert.name() : alert.name() + " " + alert.member())
                .distinct()
                .toList();
        return Words.list(names);
    }
}
