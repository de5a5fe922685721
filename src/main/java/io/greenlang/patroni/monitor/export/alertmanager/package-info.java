/** Tells Alertmanagers directly what fires. Off unless one is configured. */
@NullMarked
package io.greenlang.patroni.monitor.export.alertmanager;

import org.jspecify.annotations.NullMarked;
