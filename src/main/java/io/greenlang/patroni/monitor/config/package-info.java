/** From HOCON text to validated records, all problems in one message. The only user of Typesafe Config. */
@NullMarked
package io.greenlang.patroni.monitor.config;

import org.jspecify.annotations.NullMarked;
