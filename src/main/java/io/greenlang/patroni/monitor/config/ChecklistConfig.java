package io.greenlang.patroni.monitor.config;

import java.time.Duration;

/**
 * The limits of {@code preflight} and {@code postflight}.
 *
 * @param maxLag a replica that is this far behind, or farther, forbids maintenance
 * @param backupAge the newest completed backup may be this old
 * @param requireBackup a cluster whose backups nobody has set up for the monitor is no-go, instead of not checked
 */
public record ChecklistConfig(Duration maxLag, Duration backupAge, boolean requireBackup) {}
