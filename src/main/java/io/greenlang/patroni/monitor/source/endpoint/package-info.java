/** Who answers where applications connect. Never throws for what answers there. */
@NullMarked
package io.greenlang.patroni.monitor.source.endpoint;

import org.jspecify.annotations.NullMarked;
