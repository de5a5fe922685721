/** What happened: events, found by holding a new report against what was last known. Pure. */
@NullMarked
package io.greenlang.patroni.monitor.event;

import org.jspecify.annotations.NullMarked;
