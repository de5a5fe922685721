package io.greenlang.patroni.monitor.export.http;

import java.util.Locale;

/** What a command shows of a report. */
public enum View {
    STATUS,
    TOPOLOGY,
    HISTORY,
    PREFLIGHT,
    POSTFLIGHT;

    /** Where a monitor shows it. */
    public String path() {
        return "/api/v1/look/" + label();
    }

    /** As the command is called. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
