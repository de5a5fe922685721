/** Everything on the HTTP port. The only user of com.sun.net.httpserver. */
@NullMarked
package io.greenlang.patroni.monitor.export.http;

import org.jspecify.annotations.NullMarked;
