/** What is derived from the two catalogues and shipped: rule files, Alertmanager's routes, documents. */
@NullMarked
package io.greenlang.patroni.monitor.generate;

import org.jspecify.annotations.NullMarked;
