package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.event.EventOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who is asked of the past, and of which clusters. */
final class WitnessOptions {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private MonitorOptions monitor = new MonitorOptions();

    @Option(names = "--cluster", paramLabel = "NAME", description = "Only this cluster. Repeatable. Default: all.")
    private List<String> clusters = new ArrayList<>();

    /** Those that were named; empty for all. */
    List<String> clusters() {
        return clusters;
    }

    /** @throws ConfigException when a look at the nodes is asked for, which shows nothing of the past */
    void check() throws ConfigException {
        monitor.check();
        if (monitor.isDirect() || config.isSeeds()) {
            throw new ConfigException(List.of(
                    "--direct, --seed: a look at the nodes shows nothing of the past, only a monitor that ran has"
                            + " seen it. Use --config or --monitor"));
        }
    }

    /** @throws ConfigException when a value of the option makes no sense; names the option */
    static <T> T option(String name, Callable<T> value) throws ConfigException {
        try {
            return value.call();
        } catch (Exception e) {
            throw new ConfigException(List.of(name + " " + e.getMessage()));
        }
    }

    /**
     * The monitor that was named, else the one of the configuration, else its journal, of which people are told.
     *
     * @param types labels of the events that are wanted; empty for all
     * @throws ConfigException when the options or the configuration make no sense
     */
    EventSource find(List<String> types, InstantSource clock) throws ConfigException, UnheardMonitorException {
        if (monitor.isNamed()) {
            return new EventSource.Running(named(), clusters, types, clock);
        }
        MonitorConfig own = config.parse();
        try {
            return new EventSource.Running(running(own), clusters, types, clock);
        } catch (UnheardMonitorException e) {
            return new EventSource.OnDisk(journal(own, e), Set.copyOf(clusters), types, clock);
        }
    }

    /**
     * Likewise, where a journal would not do.
     *
     * @param only why, for people
     */
    MonitorClient running(String only) throws ConfigException, UnheardMonitorException {
        if (monitor.isNamed()) {
            return named();
        }
        MonitorConfig own = config.parse();
        try {
            return running(own);
        } catch (UnheardMonitorException e) {
            throw new UnheardMonitorException(e.asked(), e.reason(), e.detail() + ". " + only);
        }
    }

    private MonitorClient named() throws ConfigException {
        MonitorConfig own = config.isNamed() ? config.parse() : null;
        HttpConfig usual =
                own == null ? ConfigOptions.usual().map(MonitorConfig::http).orElse(null) : null;
        return monitor.named(own == null ? null : own.http(), usual);
    }

    private MonitorClient running(MonitorConfig own) throws UnheardMonitorException {
        MonitorClient client = monitor.at(own.http());
        client.events(List.of(), "1s", List.of());
        return client;
    }

    private Path journal(MonitorConfig own, UnheardMonitorException unheard)
            throws ConfigException, UnheardMonitorException {
        Path directory = own.state().directory();
        if (directory == null) {
            throw new UnheardMonitorException(
                    unheard.asked(),
                    unheard.reason(),
                    unheard.detail() + ". state.directory is not set, so there is no journal to read");
        }
        System.err.println("No monitor answers (" + unheard.getMessage() + "): read from the journal in " + directory);
        List<String> known = own.clusters().stream().map(ClusterConfig::name).toList();
        if (own.discover().isEmpty()) {
            option("--cluster", () -> EventOptions.clusters(clusters, known));
        }
        return directory;
    }
}
