/** JSON as Patroni writes it, in its answers and in the DCS: bounded, and read with tolerance for every version. */
@NullMarked
package io.greenlang.patroni.monitor.source.document;

import org.jspecify.annotations.NullMarked;
