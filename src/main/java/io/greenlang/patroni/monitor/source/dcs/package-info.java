/** The DCS read directly, never written: what Patroni keeps in it, and how its own servers are. */
@NullMarked
package io.greenlang.patroni.monitor.source.dcs;

import org.jspecify.annotations.NullMarked;
