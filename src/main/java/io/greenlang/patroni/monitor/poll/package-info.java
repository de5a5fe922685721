/** Who is asked, when, with which deadline: discovery, the round, the schedule and its threads. */
@NullMarked
package io.greenlang.patroni.monitor.poll;

import org.jspecify.annotations.NullMarked;
