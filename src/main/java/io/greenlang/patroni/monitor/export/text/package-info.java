/** Reports as text for people: tables, the replication tree, the history, the checklists. */
@NullMarked
package io.greenlang.patroni.monitor.export.text;

import org.jspecify.annotations.NullMarked;
