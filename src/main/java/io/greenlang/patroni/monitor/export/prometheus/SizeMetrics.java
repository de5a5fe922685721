package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.MEMBER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.SIZES;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.entries;

import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.DiskUsage.Space;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is read at a slower pace; {@code patroni_monitor_sizes_timestamp_seconds} tells when. */
final class SizeMetrics {
    private static final Subject<DiskUsage.Known> DISK = MEMBER.within(member -> member.disk().stream());
    private static final Subject<Space> VOLUME = DISK.each(
            "volume", disk -> disk.volumes().stream(), space -> space.volume().volume());
    private static final Subject<Map.Entry<String, Long>> DATABASE =
            SIZES.each("datname", sizes -> entries(sizes.databaseBytes()), Map.Entry::getKey);

    private SizeMetrics() {}

    static List<Metric> all() {
        return List.of(
                gauge("pg_database_size_bytes", "Size of a database, in bytes.", DATABASE, Map.Entry::getValue),
                gauge("pg_wal_size_bytes", "Size of pg_wal, in bytes.", SIZES, PostgresSizes::walBytes),
                gauge("pg_wal_segments", "Number of WAL files in pg_wal.", SIZES, PostgresSizes::walSegments),
                gauge(
                        "pg_wal_archive_ready_files",
                        "Number of WAL files that wait for the archiver.",
                        SIZES,
                        PostgresSizes::archiveReadyFiles),
                gauge(
                        "pg_disk_size_bytes",
                        "Size of the file system, in bytes.",
                        VOLUME,
                        space -> space.volume().sizeBytes()),
                gauge(
                        "pg_disk_used_bytes",
                        "Used space of the file system, in bytes.",
                        VOLUME,
                        space -> space.volume().usedBytes()),
                gauge(
                        "pg_disk_available_bytes",
                        "Space of the file system that PostgreSQL may still use, in bytes.",
                        VOLUME,
                        space -> space.volume().availableBytes()),
                gauge(
                        "pg_disk_full_seconds",
                        "Until the file system is full at the growth of the last hour, in seconds; a forecast, absent while"
                                + " it does not grow.",
                        VOLUME,
                        space -> seconds(space.fullIn())),
                gauge(
                        "patroni_monitor_disk_source",
                        "Always 1; source tells who measured the member's file systems, absent while nobody does.",
                        DISK.each("source", Stream::of, disk -> disk.source().label()),
                        disk -> 1));
    }
}
