package io.greenlang.patroni.monitor.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;

/** {@code patroni-monitor} itself; without a command it runs the daemon. */
@Command(
        name = "patroni-monitor",
        description = "Watches Patroni PostgreSQL clusters as a whole and exports Prometheus metrics.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            CheckConfigCommand.class,
            LookCommands.Status.class,
            LookCommands.Topology.class,
            LookCommands.History.class,
            EventsCommand.class,
            IncidentCommand.class,
            ReportCommand.class,
            LookCommands.Preflight.class,
            LookCommands.Postflight.class,
            GenerateCommand.class,
            HelpCommand.class
        },
        synopsisSubcommandLabel = "[COMMAND]",
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE,
        footer = {"", "Exit status: 0 fine, 1 warning, 2 usage or configuration, 3 critical, 4 nothing could be read."})
final class PatroniMonitor implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws InterruptedException {
        return RunCommand.run(options);
    }
}
