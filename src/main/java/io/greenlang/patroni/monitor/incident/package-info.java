/** The records of failovers and outages, put together snapshot by snapshot. Pure, but for {@code IncidentLog}. */
@NullMarked
package io.greenlang.patroni.monitor.incident;

import org.jspecify.annotations.NullMarked;
