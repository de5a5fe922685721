/** The records of failovers and outages, put together picture by picture. Pure, but for {@code IncidentLog}. */
@NullMarked
package io.greenlang.patroni.monitor.incident;

import org.jspecify.annotations.NullMarked;
