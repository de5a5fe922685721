package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventJson;
import io.greenlang.patroni.monitor.event.EventWish;
import io.greenlang.patroni.monitor.export.http.CommandJson;
import io.greenlang.patroni.monitor.export.http.EventsJson;
import io.greenlang.patroni.monitor.export.http.Looks.Shown;
import io.greenlang.patroni.monitor.export.text.EventsText;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What happened. Only a running monitor has seen it, or the journal that it left. */
@Command(
        name = "events",
        description = {
            "Prints what happened to the clusters, oldest first: leader changes, members down and back, pauses,"
                    + " changed settings, alerts and more (docs/events.md).",
            "Asks the running monitor. Without one it reads the journal in state.directory of the configuration."
        },
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE,
        footer = {
            "",
            "Exit status: 0 told, 2 usage or configuration, 4 no monitor answers and there is no journal, or it is silent for"
                    + " a minute with --follow; 130 after Ctrl-C."
        })
final class EventsCommand implements Callable<Integer> {
    private final Clock clock = SteadyClock.start();

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

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = EventWish.USUAL_SINCE,
            description = "How far back: an age such as 90s, 30m, 24h, 7d, or a time such as 2026-11-28T03:00:00Z."
                    + " Default: ${DEFAULT-VALUE}")
    private String since = EventWish.USUAL_SINCE;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only events of this type, such as leader_change. Repeatable. Default: all.")
    private List<String> types = new ArrayList<>();

    @Option(names = "--follow", description = "Go on with what happens until Ctrl-C. With --json: one event a line.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        try {
            check();
            return tell(source());
        } catch (UnheardMonitorException e) {
            return output.fail(
                    Origin.MONITOR,
                    ExitCode.BLIND,
                    List.of(new CommandJson.Unread(e.asked(), e.reason(), e.detail())),
                    e.getMessage());
        } catch (ConfigException e) {
            List<CommandJson.Unread> problems = e.problems().stream()
                    .map(problem -> new CommandJson.Unread(null, null, problem))
                    .toList();
            return output.fail(null, ExitCode.USAGE, problems, e.getMessage());
        }
    }

    private void check() throws ConfigException {
        monitor.check();
        if (monitor.isDirect() || config.isSeeds()) {
            throw new ConfigException(
                    List.of(
                            "--direct, --seed: a look at the nodes shows no events, only a monitor that ran has seen them. Use --config or --monitor"));
        }
        refused("--since ", () -> EventWish.since(since, clock.instant()));
        refused("--type ", () -> EventWish.types(types));
    }

    private static void refused(String option, Callable<?> value) throws ConfigException {
        try {
            value.call();
        } catch (Exception e) {
            throw new ConfigException(List.of(option + e.getMessage()));
        }
    }

    /** The monitor that was named, else the one of the configuration, else its journal. */
    private EventSource source() throws ConfigException, UnheardMonitorException {
        if (monitor.isNamed()) {
            MonitorConfig own = config.isNamed() ? config.parse() : null;
            HttpConfig usual =
                    own == null ? ConfigOptions.usual().map(MonitorConfig::http).orElse(null) : null;
            return running(monitor.named(own == null ? null : own.http(), usual));
        }
        MonitorConfig own = config.parse();
        try {
            EventSource running = running(monitor.at(own.http()));
            running.since("1s");
            return running;
        } catch (UnheardMonitorException e) {
            return journal(own, e);
        }
    }

    private EventSource running(MonitorClient client) {
        return new EventSource.Running(client, clusters, types, clock);
    }

    private EventSource journal(MonitorConfig own, UnheardMonitorException unheard)
            throws ConfigException, UnheardMonitorException {
        Path directory = own.state().directory();
        String silent = "No monitor answers (" + unheard.getMessage() + ")";
        if (directory == null || follow) {
            throw new UnheardMonitorException(
                    unheard.asked(),
                    unheard.reason(),
                    unheard.detail()
                            + (follow
                                    ? ". Only a running monitor can be followed"
                                    : ". state.directory is not set, so there is no journal to read"));
        }
        known(own);
        System.err.println(silent + ": read from the journal in " + directory);
        return new EventSource.OnDisk(directory, Set.copyOf(clusters), types, clock);
    }

    private void known(MonitorConfig own) throws ConfigException {
        List<String> names = own.clusters().stream().map(ClusterConfig::name).toList();
        refused("--cluster ", () -> EventWish.clusters(clusters, names));
    }

    private int tell(EventSource source) throws UnheardMonitorException, InterruptedException {
        EventSource.Told told = source.since(since);
        told.notes().forEach(System.err::println);
        if (follow) {
            new EventFollower(source, this::isPrinted, EventFollower.PAUSE, clock).follow(told.events());
            return ExitCode.OK;
        }
        String text = output.isJson()
                ? CommandJson.of(source.name(), ExitCode.OK, EventsJson.of(told.from(), told.events()))
                        .toString()
                : EventsText.of(told.events());
        return output.print(new Shown(text, ExitCode.OK));
    }

    /** False when nobody reads standard output any more, as behind {@code | head}. */
    private boolean isPrinted(Event event) {
        output.print(new Shown(output.isJson() ? EventJson.of(event).toString() : EventsText.line(event), ExitCode.OK));
        return !System.out.checkError();
    }
}
