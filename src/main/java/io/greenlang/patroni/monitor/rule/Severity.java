package io.greenlang.patroni.monitor.rule;

import java.util.Locale;

/** How loud an alert is. A critical one inhibits the warning of the same name. */
public enum Severity {
    WARNING,
    CRITICAL;

    /** The value of the label {@code severity}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
