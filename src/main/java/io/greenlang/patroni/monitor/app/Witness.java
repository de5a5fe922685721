package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.event.EventWish;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Who can tell of the past: a monitor that runs, or the journal of one that ran. */
sealed interface Witness {
    record Running(MonitorClient client) implements Witness {}

    /** @param clusters of its configuration */
    record OnDisk(Path directory, List<String> clusters) implements Witness {}

    /**
     * The monitor that was named, else the one of the configuration, else its journal, of which people are told.
     *
     * @param onlyRunning why a journal would not do, for people; empty when it does
     * @throws ConfigException when the options or the configuration make no sense
     */
    static Witness find(ConfigOptions config, MonitorOptions monitor, String onlyRunning)
            throws ConfigException, UnheardMonitorException {
        if (monitor.isNamed()) {
            MonitorConfig own = config.isNamed() ? config.parse() : null;
            HttpConfig usual =
                    own == null ? ConfigOptions.usual().map(MonitorConfig::http).orElse(null) : null;
            return new Running(monitor.named(own == null ? null : own.http(), usual));
        }
        MonitorConfig own = config.parse();
        try {
            MonitorClient running = monitor.at(own.http());
            running.events(List.of(), "1s", List.of());
            return new Running(running);
        } catch (UnheardMonitorException e) {
            return journal(own, e, onlyRunning);
        }
    }

    /**
     * Likewise, where only one that runs will do.
     *
     * @param only why, for people
     */
    static MonitorClient running(ConfigOptions config, MonitorOptions monitor, String only)
            throws ConfigException, UnheardMonitorException {
        Witness witness = find(config, monitor, only);
        if (witness instanceof Running running) {
            return running.client();
        }
        throw new IllegalStateException("a journal, though only a running monitor does");
    }

    private static Witness journal(MonitorConfig own, UnheardMonitorException unheard, String onlyRunning)
            throws UnheardMonitorException {
        Path directory = own.state().directory();
        String missing = directory == null && onlyRunning.isEmpty()
                ? "state.directory is not set, so there is no journal to read"
                : onlyRunning;
        if (directory == null || !missing.isEmpty()) {
            throw new UnheardMonitorException(unheard.asked(), unheard.reason(), unheard.detail() + ". " + missing);
        }
        System.err.println("No monitor answers (" + unheard.getMessage() + "): read from the journal in " + directory);
        return new OnDisk(
                directory, own.clusters().stream().map(ClusterConfig::name).toList());
    }

    /** @throws ConfigException when a look at the nodes is asked for, which shows nothing of the past */
    static void check(ConfigOptions config, MonitorOptions monitor) throws ConfigException {
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

    /** @throws ConfigException when one is not of this configuration */
    default void checkClusters(List<String> wanted) throws ConfigException {
        if (this instanceof OnDisk journal) {
            option("--cluster", () -> EventWish.clusters(wanted, journal.clusters()));
        }
    }
}
