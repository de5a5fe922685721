package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ConfigException;
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
import java.util.Optional;
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
        footer = {"", "Exit status: 0 told, 2 usage or configuration, 4 no monitor answers and there is no journal."})
final class EventsCommand implements Callable<Integer> {
    private final Clock clock = SteadyClock.start();

    @Mixin
    private PastOptions past = new PastOptions();

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
        return past.run(() -> {
            check();
            return tell(source());
        });
    }

    private void check() throws ConfigException {
        past.check("a look at the nodes shows no events, only a monitor that ran has seen them");
        PastOptions.refused("--since ", () -> EventWish.since(since, clock.instant()));
        PastOptions.refused("--type ", () -> EventWish.types(types));
    }

    /** The monitor that was named, else the one of the configuration, else its journal. */
    private EventSource source() throws ConfigException, UnheardMonitorException {
        Optional<MonitorClient> named = past.named();
        if (named.isPresent()) {
            return running(named.get());
        }
        MonitorConfig own = past.own();
        try {
            EventSource running = running(past.at(own));
            running.since("1s");
            return running;
        } catch (UnheardMonitorException e) {
            return journal(own, e);
        }
    }

    private EventSource running(MonitorClient client) {
        return new EventSource.Running(client, past.clusters(), types, clock);
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
        past.checkClusters(own);
        System.err.println(silent + ": read from the journal in " + directory);
        return new EventSource.OnDisk(directory, Set.copyOf(past.clusters()), types, clock);
    }

    private int tell(EventSource source) throws UnheardMonitorException, InterruptedException {
        EventSource.Told told = source.since(since);
        told.notes().forEach(System.err::println);
        if (follow) {
            return new EventFollower(source, this::print).follow(told.events());
        }
        String text = past.output().isJson()
                ? CommandJson.of(source.name(), ExitCode.OK, EventsJson.of(told.from(), told.events()))
                        .toString()
                : EventsText.of(told.events());
        return past.output().print(new Shown(text, ExitCode.OK));
    }

    private void print(Event event) {
        past.output()
                .print(new Shown(
                        past.output().isJson() ? EventJson.of(event).toString() : EventsText.line(event), ExitCode.OK));
    }
}
