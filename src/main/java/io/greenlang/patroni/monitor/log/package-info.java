/** Log lines that say no more than they are: one event, one line, whatever foreign text is in them. */
@org.jspecify.annotations.NullMarked
package io.greenlang.patroni.monitor.log;
