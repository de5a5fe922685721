/**
 * The port: connections, what they may cost, and the bytes that come and go. Knows nothing of what is answered. The only user of
 * Jetty.
 */
@NullMarked
package io.greenlang.patroni.monitor.export.http.server;

import org.jspecify.annotations.NullMarked;
