package io.greenlang.patroni.monitor.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limits of every rule, for one cluster.
 *
 * @param byRule the rule's key in the configuration, such as {@code replication-lag-seconds}, to its limits
 * @param archiveFailureWindow how far back failed archive attempts count
 * @param maintenanceWindow how long a pause, or the time around a scheduled switchover, keeps alerts from paging
 * @param backupAges of which {@code backup-too-old} is a percentage
 */
public record Thresholds(
        Map<String, Limits> byRule, Duration archiveFailureWindow, Duration maintenanceWindow, BackupAges backupAges) {
    public Thresholds {
        byRule = Map.copyOf(byRule);
    }

    /** Either severity may be missing: the rule has none, or it was switched off. */
    public record Limits(@Nullable Limit warning, @Nullable Limit critical) {}

    /**
     * @param value in the rule's unit: seconds, bytes, percent or a count; the condition holds above it
     * @param pendingFor how long the condition must hold before the alert fires
     */
    public record Limit(double value, Duration pendingFor) {}

    /**
     * How old the newest backup may be.
     *
     * @param full of type full, in each repository
     * @param any of any type, in any repository
     */
    public record BackupAges(Duration full, Duration any) {}

    public Optional<Limit> warning(String rule) {
        return Optional.ofNullable(byRule.get(rule)).map(Limits::warning);
    }

    public Optional<Limit> critical(String rule) {
        return Optional.ofNullable(byRule.get(rule)).map(Limits::critical);
    }
}
