package io.greenlang.patroni.monitor.app;

import picocli.CommandLine;

/** The entry of {@code java -jar patroni-monitor.jar}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        NameLookups.keepFresh();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new PatroniMonitor());
    }
}
