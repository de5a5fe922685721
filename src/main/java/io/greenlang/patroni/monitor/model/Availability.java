package io.greenlang.patroni.monitor.model;

import java.time.Duration;

/**
 * How long a cluster could be written to since it was first watched, restarts of the daemon included. The three add up to
 * that time.
 *
 * @param writable a member was leader and writable; in a standby cluster: a standby leader ran
 * @param notWritable nobody was
 * @param unobserved nobody knows: the daemon did not run, or could not tell
 */
public record Availability(Duration writable, Duration notWritable, Duration unobserved) {}
