package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.event.EventWish;
import io.greenlang.patroni.monitor.export.http.CommandJson.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that tell of the past have in common: of which clusters, and which monitor is asked. No node knows it. */
final class PastOptions {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private MonitorOptions monitor = new MonitorOptions();

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Only this cluster. Repeatable. Default: all that there are.")
    private List<String> clusters = new ArrayList<>();

    /** Of a command; what it throws is told to people, and where JSON is wanted there, too. */
    interface Telling {
        int tell() throws ConfigException, UnheardMonitorException, InterruptedException;
    }

    /** @return the exit status */
    int run(Telling telling) throws InterruptedException {
        try {
            return telling.tell();
        } catch (UnheardMonitorException e) {
            return output.fail(
                    Origin.MONITOR,
                    ExitCode.BLIND,
                    List.of(new Unread(e.asked(), e.reason(), e.detail())),
                    e.getMessage());
        } catch (ConfigException e) {
            List<Unread> problems = e.problems().stream()
                    .map(problem -> new Unread(null, null, problem))
                    .toList();
            return output.fail(null, ExitCode.USAGE, problems, e.getMessage());
        }
    }

    /**
     * @param nothing why a look at the nodes is not enough, for people
     * @throws ConfigException when options contradict each other, or ask for such a look
     */
    void check(String nothing) throws ConfigException {
        monitor.check();
        if (monitor.isDirect() || config.isSeeds()) {
            throw new ConfigException(List.of("--direct, --seed: " + nothing + ". Use --config or --monitor"));
        }
    }

    /** @throws ConfigException when the value is refused; says of which option it is */
    static void refused(String option, Callable<?> value) throws ConfigException {
        try {
            value.call();
        } catch (Exception e) {
            throw new ConfigException(List.of(option + e.getMessage()));
        }
    }

    /** The monitor that was named; empty when none was. */
    Optional<MonitorClient> named() throws ConfigException {
        if (!monitor.isNamed()) {
            return Optional.empty();
        }
        MonitorConfig own = config.isNamed() ? config.parse() : null;
        HttpConfig usual =
                own == null ? ConfigOptions.usual().map(MonitorConfig::http).orElse(null) : null;
        return Optional.of(monitor.named(own == null ? null : own.http(), usual));
    }

    MonitorConfig own() throws ConfigException {
        return config.parse();
    }

    /** The monitor of a configuration, on this host. */
    MonitorClient at(MonitorConfig own) throws UnheardMonitorException {
        return monitor.at(own.http());
    }

    /** Those that were named; empty for all. */
    List<String> clusters() {
        return clusters;
    }

    /** @throws ConfigException when one that was named is not in the configuration */
    void checkClusters(MonitorConfig own) throws ConfigException {
        List<String> names = own.clusters().stream().map(ClusterConfig::name).toList();
        refused("--cluster ", () -> EventWish.clusters(clusters, names));
    }

    CommandOutput output() {
        return output;
    }
}
