/** The catalogue of metrics and their exposition. */
@NullMarked
package io.greenlang.patroni.monitor.export.prometheus;

import org.jspecify.annotations.NullMarked;
