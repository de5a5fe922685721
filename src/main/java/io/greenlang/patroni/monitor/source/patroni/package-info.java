/** Asks Patroni's REST API, versions 2.1 to 4.1. Never throws for what a node does. */
@NullMarked
package io.greenlang.patroni.monitor.source.patroni;

import org.jspecify.annotations.NullMarked;
