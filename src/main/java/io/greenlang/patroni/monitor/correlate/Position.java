package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Lsn;
import java.time.Instant;

/**
 * A WAL position and the bounds of the moment at which the node had it: not before {@code asked}, not after
 * {@code received}.
 */
record Position(Lsn lsn, Instant asked, Instant received) {}
