/** Asks PostgreSQL 13 to 18 by SQL. Never throws for what a node does. */
@NullMarked
package io.greenlang.patroni.monitor.source.postgres;

import org.jspecify.annotations.NullMarked;
