/** The catalogue of conditions, and the judge who holds a snapshot against it. Pure: snapshot and time in, verdicts out. */
@NullMarked
package io.greenlang.patroni.monitor.rule;

import org.jspecify.annotations.NullMarked;
