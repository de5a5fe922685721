/** How long a cluster could be written to, day by day, and what its failovers cost: the ledger of weeks, and a report of it. Pure. */
@NullMarked
package io.greenlang.patroni.monitor.availability;

import org.jspecify.annotations.NullMarked;
