package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one condition that no picture can show: that there is no new picture. Judged when somebody asks, so it works
 * while a poll hangs. A function of its arguments; safe for concurrent use.
 */
public final class Overdue {
    private Overdue() {}

    /**
     * The report as it has to be told now: with {@code PatroniMonitorPollFailing} while it is too old. A picture that
     * is critically old says nothing about the present: its cluster is blind.
     *
     * @param watchedSince when the daemon began to watch this cluster; counts until the first poll has finished
     */
    public static ClusterReport at(Instant now, ClusterReport report, Instant watchedSince) {
        Instant lastPoll = report.picture().map(ClusterSnapshot::at).orElse(watchedSince);
        List<Alert> overdue = new ArrayList<>();
        for (Severity severity : MonitorRules.POLL_FAILING.severities()) {
            alert(severity, report, lastPoll, now).ifPresent(overdue::add);
        }
        if (overdue.isEmpty()) {
            return report;
        }
        boolean critical = overdue.stream().anyMatch(alert -> alert.severity() == Severity.CRITICAL);
        overdue.addAll(report.alerts());
        overdue.sort(Judge.WORST_FIRST);
        return new ClusterReport(
                report.config(),
                report.snapshot(),
                critical ? ClusterState.BLIND : report.state(),
                overdue,
                report.maintenance());
    }

    private static Optional<Alert> alert(Severity severity, ClusterReport report, Instant lastPoll, Instant now) {
        Duration interval = report.config().poll().interval();
        double missed = (double) Duration.between(lastPoll, now).toNanos() / interval.toNanos();
        return MonitorRules.POLL_FAILING
                .limit(severity, report.config().thresholds())
                .filter(limit -> missed > limit.value())
                .map(limit -> {
                    Instant due = lastPoll.plusNanos(Math.round(limit.value() * interval.toNanos()));
                    return alert(severity, report, missed, due, limit, now);
                });
    }

    private static Alert alert(
            Severity severity, ClusterReport report, double missed, Instant due, Limit limit, Instant now) {
        Instant firing = due.plus(limit.pendingFor());
        boolean fires = !firing.isAfter(now);
        String description = "No poll of %s has finished for %s of %d s."
                .formatted(
                        report.cluster(),
                        Unit.INTERVALS.text(missed),
                        report.config().poll().interval().toSeconds());
        return new Alert(
                new Alert.Identity(MonitorRules.POLL_FAILING.name(), severity, null, false),
                fires ? Alert.State.FIRING : Alert.State.PENDING,
                fires ? firing : due,
                missed,
                description);
    }
}
