/** What outlives the process: the only package that writes files. Nothing in it is fatal, and nothing in it delays a poll. */
@NullMarked
package io.greenlang.patroni.monitor.memory;

import org.jspecify.annotations.NullMarked;
