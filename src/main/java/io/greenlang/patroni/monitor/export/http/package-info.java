/** Everything on the HTTP port: who answers what. */
@NullMarked
package io.greenlang.patroni.monitor.export.http;

import org.jspecify.annotations.NullMarked;
