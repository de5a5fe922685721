package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.timestamp;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.unknown;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.MEMBER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.SIZES;

import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Checkpoints;
import io.greenlang.patroni.monitor.model.Housekeeping.Checksums;
import io.greenlang.patroni.monitor.model.Housekeeping.FreezeAge;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import java.util.List;
import java.util.stream.Stream;

/** How a node's upkeep goes; read at the pace of the sizes. */
final class HousekeepingMetrics {
    /** Standbys have the same ages by replication. */
    private static final Subject<Freezing> FREEZING =
            MEMBER.each("counter", HousekeepingMetrics::freezing, Freezing::counter);

    private static final Subject<Housekeeping> HOUSEKEEPING =
            SIZES.within(sizes -> Stream.ofNullable(sizes.housekeeping()));
    private static final Subject<Checkpoints> CHECKPOINTS =
            HOUSEKEEPING.within(facts -> Stream.of(facts.checkpoints()));
    private static final Subject<Checksums> CHECKSUMS =
            HOUSEKEEPING.within(facts -> Stream.ofNullable(facts.checksums()));

    private static final List<Checkpointer> CHECKPOINTER = List.of(
            new Checkpointer(
                    "num_timed", "Number of checkpoints and restartpoints that were due by time.", Checkpoints::timed),
            new Checkpointer(
                    "num_requested",
                    "Number of checkpoints and restartpoints requested, by the amount of WAL or by somebody.",
                    Checkpoints::requested),
            new Checkpointer(
                    "write_time", "Time that checkpoints spent on writing, in milliseconds.", Checkpoints::writeMillis),
            new Checkpointer(
                    "sync_time",
                    "Time that checkpoints spent on syncing files, in milliseconds.",
                    Checkpoints::syncMillis),
            new Checkpointer(
                    "buffers_written", "Number of buffers that checkpoints wrote.", Checkpoints::buffersWritten));

    private HousekeepingMetrics() {}

    private record Freezing(String counter, FreezeAge oldest) {}

    /**
     * Under PostgreSQL's name, and under that of postgres_exporter. Neither is of type counter: OpenMetrics takes a counter's
     * {@code _total} for a suffix, so that the two would be one metric with two types.
     */
    private record Checkpointer(String column, String help, Reading<Checkpoints> reading) {
        Stream<Metric> metrics() {
            String name = "pg_stat_checkpointer_" + column;
            return Stream.of(name, name + "_total").map(each -> unknown(each, help, CHECKPOINTS, reading));
        }
    }

    static List<Metric> all() {
        return Stream.concat(upkeep().stream(), CHECKPOINTER.stream().flatMap(Checkpointer::metrics))
                .toList();
    }

    private static List<Metric> upkeep() {
        return List.of(
                gauge(
                        "pg_wraparound_ratio",
                        "Primary only: share of the IDs used until PostgreSQL stops taking writes, 0 to 1.",
                        FREEZING,
                        freezing -> freezing.oldest().percent() / 100),
                unknown(
                        "pg_checksum_failures",
                        "Number of reads of pages that failed their checksum; absent without data checksums.",
                        CHECKSUMS,
                        Checksums::failures),
                timestamp(
                        "pg_checksum_last_failure_timestamp_seconds",
                        "When that happened the last time, in seconds since 1970; absent when it never did.",
                        CHECKSUMS,
                        checksums -> checksums.lastFailure()));
    }

    private static Stream<Freezing> freezing(SeenMember member) {
        return member.postgres().anyMatch(PostgresFacts::isWritable)
                ? member.sizes()
                        .flatMap(sizes -> Stream.ofNullable(sizes.housekeeping()))
                        .flatMap(facts -> Stream.of(
                                new Freezing("transaction_id", facts.transactionIds()),
                                new Freezing("multixact", facts.multixacts())))
                : Stream.empty();
    }
}
