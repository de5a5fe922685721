/** The checklists before and after maintenance: what the monitor can answer of them, item by item. Pure functions. */
@NullMarked
package io.greenlang.patroni.monitor.rule.checklist;

import org.jspecify.annotations.NullMarked;
