/** The last hour of a cluster, in buckets of 30 s: what the status page draws. Bounded, in memory, without I/O or a clock. */
@NullMarked
package io.greenlang.patroni.monitor.trend;

import org.jspecify.annotations.NullMarked;
