/**
 * The status page for people: views made of the last report by pure functions, written by one template that escapes all it
 * is given. No script, nothing loaded from elsewhere.
 */
@NullMarked
package io.greenlang.patroni.monitor.export.http.page;

import org.jspecify.annotations.NullMarked;
