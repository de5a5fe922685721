package io.greenlang.patroni.monitor.export.prometheus;

import java.util.List;
import java.util.stream.Stream;

/**
 * What {@link SelfMetrics}, HikariCP and OkHttp put on the page beside {@link MetricCatalogue}. Micrometer makes up names
 * and types when it first measures something, so this list is kept by hand and held against a real registry by its test.
 */
public final class SelfMetricCatalogue {
    private static final String RECENTLY = " within the last minutes, in seconds.";

    private SelfMetricCatalogue() {}

    /** The monitor's own work first, then what it works with, then the process. */
    public static List<SelfMetric> metrics() {
        return Stream.of(work(), libraries(), jvm(), process())
                .flatMap(List::stream)
                .toList();
    }

    private static List<SelfMetric> work() {
        return List.of(
                histogram("patroni_monitor_poll_duration_seconds", "Time for one poll, in seconds.", "cluster"),
                gauge("patroni_monitor_poll_duration_seconds_max", "The longest poll" + RECENTLY, "cluster"),
                histogram(
                        "patroni_monitor_source_duration_seconds",
                        "Time for one question to a source (patroni, postgres, dcs), failures included, in seconds.",
                        "cluster",
                        "source"),
                gauge(
                        "patroni_monitor_source_duration_seconds_max",
                        "The longest question to a source" + RECENTLY,
                        "cluster",
                        "source"),
                counter(
                        "patroni_monitor_internal_errors_total",
                        "Number of polls that a bug in the monitor broke.",
                        "cluster"),
                counter(
                        "patroni_cluster_events_total",
                        "Number of events that the monitor saw since its start, by type (docs/events.md).",
                        "cluster",
                        "type"),
                gauge(
                        "patroni_cluster_last_failover_lost_bytes",
                        "WAL that was lost when another member became leader the last time, in bytes: 0 is proved, anything else is a lower bound; no series while it is unknown.",
                        "cluster"),
                counter(
                        "patroni_monitor_state_write_failures_total",
                        "Number of failed writes of snapshots and events to state.directory, and events lost."),
                counter(
                        "patroni_monitor_log_lines_lost_total",
                        "Number of log lines dropped because standard error was not read fast enough."),
                gauge("patroni_monitor_shards", "Number of monitors that share the clusters of this configuration."),
                gauge("patroni_monitor_shard_ordinal", "Which of them this one is, from 0."),
                gauge(
                        "patroni_monitor_alertmanager_up",
                        "1 if this Alertmanager took the last message of the daemon's own push, else 0.",
                        "alertmanager"),
                counter(
                        "patroni_monitor_alertmanager_failures_total",
                        "Number of messages that this Alertmanager did not take, by reason.",
                        "alertmanager",
                        "reason"));
    }

    private static List<SelfMetric> libraries() {
        return List.of(
                summary(
                        "patroni_monitor_rest_requests_seconds",
                        "Time for one request to Patroni's REST API, by HTTP status, in seconds.",
                        "status"),
                gauge("patroni_monitor_rest_requests_seconds_max", "The longest such request" + RECENTLY, "status"),
                gauge("hikaricp_connections", "Number of connections that the pool of a member holds.", "pool"),
                gauge("hikaricp_connections_pending", "Number of questions that wait for a connection.", "pool"),
                counter("hikaricp_connections_timeout_total", "Number of waits for a connection given up.", "pool"));
    }

    private static List<SelfMetric> jvm() {
        return List.of(
                gauge("jvm_memory_used_bytes", "Used memory of a memory pool, in bytes.", "area", "id"),
                gauge("jvm_memory_max_bytes", "Limit of a pool of the heap, in bytes; -1 without one.", "area", "id"),
                summary("jvm_gc_pause_seconds", "Pauses for garbage collection, in seconds.", "gc"),
                gauge("jvm_gc_pause_seconds_max", "The longest pause" + RECENTLY, "gc"),
                gauge("jvm_threads_live_threads", "Number of threads."));
    }

    private static List<SelfMetric> process() {
        return List.of(
                counter("process_cpu_seconds_total", "CPU time used, in seconds."),
                gauge("process_start_time_seconds", "When the monitor was started, in seconds since 1970."),
                gauge("process_uptime_seconds", "Time since its start, in seconds."),
                gauge("process_files_open_files", "Number of open files and sockets."),
                gauge("process_files_max_files", "Limit on open files and sockets."));
    }

    private static SelfMetric gauge(String name, String help, String... labels) {
        return new SelfMetric(name, "gauge", List.of(labels), help);
    }

    private static SelfMetric counter(String name, String help, String... labels) {
        return new SelfMetric(name, "counter", List.of(labels), help);
    }

    private static SelfMetric summary(String name, String help, String... labels) {
        return new SelfMetric(name, "summary", List.of(labels), help);
    }

    private static SelfMetric histogram(String name, String help, String... labels) {
        return new SelfMetric(name, "histogram", List.of(labels), help);
    }
}
