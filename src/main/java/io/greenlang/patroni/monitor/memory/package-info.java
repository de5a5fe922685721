/** What outlives the process: the only package that writes files. Whatever is wrong with them costs history, never the watch. */
@NullMarked
package io.greenlang.patroni.monitor.memory;

import org.jspecify.annotations.NullMarked;
