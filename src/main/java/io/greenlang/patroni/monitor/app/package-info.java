/** Commands, wiring by hand, order of stopping. The only System.out and System.exit. */
@NullMarked
package io.greenlang.patroni.monitor.app;

import org.jspecify.annotations.NullMarked;
