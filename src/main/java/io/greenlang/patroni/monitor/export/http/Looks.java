package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.rule.MonitorReport;

/** Renders what the commands print. Asks nobody, returns at once; safe for concurrent use. */
@FunctionalInterface
public interface Looks {
    /** The header that tells how a command that prints the answer has to end. */
    String EXIT_STATUS = "Patroni-Monitor-Exit-Status";

    /** @param report of the wanted clusters only, each with a snapshot, and with what was saved where that is wanted */
    Shown show(Look look, MonitorReport report);

    /**
     * What a command prints and how it ends.
     *
     * @param text without a line feed at its end
     */
    record Shown(String text, int exitStatus) {}
}
