/** The heart: what the answers of all members mean together and over time. Pure functions and small memories, no I/O, no clock. */
@NullMarked
package io.greenlang.patroni.monitor.correlate;

import org.jspecify.annotations.NullMarked;
