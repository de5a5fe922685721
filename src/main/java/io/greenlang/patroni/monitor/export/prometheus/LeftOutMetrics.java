package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.counter;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CLUSTER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.POSTGRES;

import io.greenlang.patroni.monitor.model.TimelineHistory;
import java.util.List;

/** What a cluster tells and the monitor does not take in, because the configuration sets a limit. */
final class LeftOutMetrics {
    private LeftOutMetrics() {}

    static List<Metric> all() {
        return List.of(
                gauge(
                        "patroni_monitor_databases_left_out",
                        "Number of databases that max-databases keeps from being watched.",
                        POSTGRES,
                        facts -> facts.databases().leftOut()),
                gauge(
                        "patroni_monitor_members_left_out",
                        "Number of entries of the DCS that are not watched: more than input-limits.members, without a usable name, or listed twice.",
                        CLUSTER.within(picture -> picture.seen().dcs().view().value().stream()),
                        view -> view.leftOut().count()),
                counter(
                        "patroni_monitor_absent_members_left_out_total",
                        "Number of members that left the DCS and were forgotten early: more than input-limits.absent-members.",
                        CLUSTER,
                        picture -> picture.seen().absentLeftOut()),
                gauge(
                        "patroni_monitor_history_entries_left_out",
                        "Number of the oldest entries of /history that are not read: more than input-limits.history-entries.",
                        CLUSTER.within(picture -> picture.seen().dcs().history().value().stream()),
                        TimelineHistory::leftOut),
                gauge(
                        "patroni_monitor_slots_left_out",
                        "Number of replication slots that are not shown: more than input-limits.slots.",
                        POSTGRES,
                        facts -> facts.replication().slotsLeftOut()));
    }
}
