/**
 * The nouns, as Patroni and PostgreSQL call them: what was asked, what was answered, and what the answers mean together.
 * Immutable values only: no I/O, no clock, nothing beyond the JDK and JSpecify.
 */
@NullMarked
package io.greenlang.patroni.monitor.model;

import org.jspecify.annotations.NullMarked;
