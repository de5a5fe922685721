package io.greenlang.patroni.monitor.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the daemon remembers across restarts.
 *
 * @param directory null: in memory only
 * @param keep how long events are kept there, from one day up
 */
public record StateConfig(@Nullable Path directory, Duration keep) {}
