package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventJson;
import io.greenlang.patroni.monitor.event.EventOptions;
import io.greenlang.patroni.monitor.export.http.CommandJson;
import io.greenlang.patroni.monitor.export.http.EventsJson;
import io.greenlang.patroni.monitor.export.http.Looks.Shown;
import io.greenlang.patroni.monitor.export.text.EventsText;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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
            "Exit status: 0 printed, 2 usage or configuration, 4 no monitor answers and there is no journal, or, with"
                    + " --follow, the monitor has not answered for a minute; 130 after Ctrl-C."
        })
final class EventsCommand implements Callable<Integer> {
    private final Clock clock = SteadyClock.start();

    @Mixin
    private WitnessOptions witness = new WitnessOptions();

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = EventOptions.USUAL_SINCE,
            description = "How far back: an age such as 90s, 30m, 24h, 7d, or a time such as 2026-11-28T03:00:00Z."
                    + " Default: ${DEFAULT-VALUE}")
    private String since = EventOptions.USUAL_SINCE;

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
            return CommandOutput.fail(output.isJson(), e, e.getMessage());
        } catch (ConfigException e) {
            return CommandOutput.fail(output.isJson(), e);
        }
    }

    private void check() throws ConfigException {
        witness.check();
        WitnessOptions.option("--since", () -> EventOptions.since(since, clock.instant()));
        WitnessOptions.option("--type", () -> EventOptions.types(types));
    }

    private EventSource source() throws ConfigException, UnheardMonitorException {
        return follow
                ? new EventSource.Running(
                        witness.running("Only a running monitor can be followed"), witness.clusters(), types, clock)
                : witness.find(types, clock);
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
