package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.timestamp;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.unknown;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.MEMBER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.POSTGRES;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.entries;

import io.greenlang.patroni.monitor.model.PostgresFacts.Archiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.Connections;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a node's PostgreSQL says about itself, under postgres_exporter's names where that has the fact. */
final class PostgresMetrics {
    private static final Subject<Connections> CONNECTIONS = POSTGRES.within(facts -> Stream.of(facts.connections()));
    private static final Subject<Map.Entry<String, Integer>> CONNECTION_STATE =
            CONNECTIONS.each("state", connections -> entries(connections.byState()), Map.Entry::getKey);
    private static final Subject<ReplicationLag.Known> LAG =
            MEMBER.within(member -> member.cluster().facts().knownLag(member.name()).stream());
    /** On a standby the archiver's figures are about the time when it was a primary, unless it archives itself. */
    private static final Subject<SeenMember> ARCHIVING =
            MEMBER.within(member -> archiver(member).anyMatch(Archiver::enabled) ? Stream.of(member) : Stream.empty());

    private static final Subject<Archiver> ARCHIVER = ARCHIVING.within(PostgresMetrics::archiver);

    private PostgresMetrics() {}

    static List<Metric> all() {
        return Stream.of(server(), lag(), connections(), archiving())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Metric> server() {
        return List.of(
                gauge(
                        "pg_up",
                        "1 if PostgreSQL answered the monitor's SQL, else 0.",
                        MEMBER,
                        member -> SightMetrics.up(member.seen().postgres())),
                gauge(
                        "pg_in_recovery",
                        "1 if PostgreSQL is a standby, 0 if it accepts writes.",
                        POSTGRES,
                        facts -> flag(facts.wal().inRecovery())),
                timestamp(
                        "pg_postmaster_start_time_seconds",
                        "When PostgreSQL was started, in seconds since 1970.",
                        POSTGRES,
                        facts -> facts.server().postmasterStartTime()));
    }

    private static List<Metric> lag() {
        return List.of(
                gauge(
                        "pg_replication_lag_seconds",
                        "Standby only: time since the primary passed its replay position, in seconds; 0 when caught up.",
                        LAG,
                        lag -> seconds(lag.time())),
                gauge(
                        "pg_replication_lag_bytes",
                        "Standby only: WAL from its replay position to the primary's, in bytes.",
                        LAG,
                        ReplicationLag.Known::bytes));
    }

    private static List<Metric> connections() {
        return List.of(
                gauge(
                        "pg_stat_activity_count",
                        "Number of client backends, the monitor's own included.",
                        CONNECTIONS,
                        Connections::clientBackends),
                gauge(
                        "pg_stat_activity_state_count",
                        "Number of client backends by state.",
                        CONNECTION_STATE,
                        Map.Entry::getValue),
                gauge(
                        "pg_settings_max_connections",
                        "Setting max_connections.",
                        CONNECTIONS,
                        Connections::maxConnections),
                gauge(
                        "pg_settings_superuser_reserved_connections",
                        "Setting superuser_reserved_connections.",
                        CONNECTIONS,
                        Connections::superuserReserved));
    }

    private static List<Metric> archiving() {
        return List.of(
                unknown(
                        "pg_stat_archiver_archived_count",
                        "Number of WAL files archived since the statistics were reset.",
                        ARCHIVER,
                        Archiver::archivedCount),
                unknown(
                        "pg_stat_archiver_failed_count",
                        "Number of failed attempts to archive a WAL file since the statistics were reset.",
                        ARCHIVER,
                        Archiver::failedCount),
                gauge(
                        "pg_stat_archiver_last_archive_age",
                        "Time since the last WAL file was archived, in seconds.",
                        ARCHIVING,
                        PostgresMetrics::lastArchiveAge),
                gauge(
                        "pg_wal_archive_oldest_ready_age_seconds",
                        "How long the oldest WAL file has been waiting for the archiver, in seconds; 0 when none waits.",
                        ARCHIVING.within(PostgresMetrics::backlog),
                        Backlog::age),
                gauge(
                        "pg_stat_archiver_failures_recent",
                        "Number of failed attempts to archive a WAL file within the configured window.",
                        ARCHIVING,
                        member ->
                                member.cluster().facts().recentArchiveFailures().get(member.name())));
    }

    private static Stream<Archiver> archiver(SeenMember member) {
        return member.postgres().map(facts -> facts.archiver());
    }

    private record Backlog(SeenMember member, PostgresSizes sizes) {
        @Nullable Number age() {
            if (sizes.archiveReadyFiles() == null) {
                return null;
            }
            Instant oldest = sizes.archiveOldestReady();
            return seconds(oldest == null ? Duration.ZERO : member.age(oldest));
        }
    }

    private static Stream<Backlog> backlog(SeenMember member) {
        return member.sizes().map(sizes -> new Backlog(member, sizes));
    }

    private static @Nullable Number lastArchiveAge(SeenMember member) {
        Instant last = archiver(member).findFirst().map(Archiver::lastArchived).orElse(null);
        return last == null ? null : seconds(member.age(last));
    }
}
