package io.greenlang.patroni.monitor.export.http;

import java.util.Locale;

/** What a command shows of a report. */
public enum View {
    STATUS,
    TOPOLOGY,
    HISTORY,
    PREFLIGHT,
    POSTFLIGHT;

    /** As the command and the path are called. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
