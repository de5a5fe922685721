/** Watches Patroni clusters as a whole; see RATIONALE.md for how data flows through the packages. */
@NullMarked
package io.greenlang.patroni.monitor;

import org.jspecify.annotations.NullMarked;
