package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.DiscoverConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says everything that is wrong with a configuration, before a daemon has to. */
@Command(
        name = "check-config",
        description = "Parses and validates the configuration and prints every error.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE)
final class CheckConfigCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() {
        try {
            MonitorConfig config = options.read();
            String names = config.clusters().stream().map(ClusterConfig::name).collect(Collectors.joining(", "));
            String places = config.discover().stream().map(DiscoverConfig::name).collect(Collectors.joining(", "));
            System.out.println("The configuration is valid."
                    + (names.isEmpty() ? "" : " Clusters: " + names)
                    + (places.isEmpty() ? "" : (names.isEmpty() ? " " : "; ") + "those found by discover: " + places));
            return ExitCode.OK;
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE;
        }
    }
}
