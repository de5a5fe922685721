/** The daemon's own clock, and how far other clocks are from it. The only package that asks the system for the time. */
@NullMarked
package io.greenlang.patroni.monitor.time;

import org.jspecify.annotations.NullMarked;
