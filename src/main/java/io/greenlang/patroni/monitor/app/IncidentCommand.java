package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventOptions;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.export.http.EventsJson;
import io.greenlang.patroni.monitor.export.text.IncidentMarkdown;
import io.greenlang.patroni.monitor.export.text.IncidentText;
import io.greenlang.patroni.monitor.incident.Incident;
import io.greenlang.patroni.monitor.incident.IncidentChoice;
import io.greenlang.patroni.monitor.incident.IncidentJson;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The record of one failover or outage. */
@Command(
        name = "incident",
        description = {
            "Prints the record of a failover or an outage, for a post-mortem: what was seen and when, how long the"
                    + " cluster could not be written to, what was lost, who could have taken over (docs/incidents.md).",
            "Asks the running monitor. Without one it reads the journal in state.directory of the configuration."
        },
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE,
        footer = {"", "Exit status: 0 printed, 2 usage or configuration, 4 no monitor answers and there is no journal."
        })
final class IncidentCommand implements Callable<Integer> {
    /** All that there is. */
    private static final String EVER = "3650d";

    private final Clock clock = SteadyClock.start();

    @Mixin
    private WitnessOptions witness = new WitnessOptions();

    @Option(names = "--last", description = "The last failover or outage, planned switchovers left out. The default.")
    private boolean last;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "The one that went on at that time, else the one that began next to it: a time such as"
                    + " 2026-11-28T03:00:00Z, or an age such as 2h.")
    private @Nullable String at;

    @Mixin
    private DocumentOutput output = new DocumentOutput();

    @Override
    public Integer call() {
        try {
            Instant time = check();
            EventSource source = witness.find(List.of(EventType.INCIDENT.label()), clock);
            return print(source, new IncidentChoice(records(source)), time);
        } catch (UnheardMonitorException e) {
            return output.fail(e);
        } catch (ConfigException e) {
            return output.fail(e);
        }
    }

    /** The time that was asked for; null for the last one. */
    private @Nullable Instant check() throws ConfigException {
        output.check();
        witness.check();
        String wanted = at;
        if (wanted == null) {
            return null;
        }
        if (last) {
            throw new ConfigException(List.of("--last, --at: only one of them can be asked for"));
        }
        return WitnessOptions.option("--at", () -> EventOptions.since(wanted, clock.instant()));
    }

    /** A running monitor has the one that goes on, too, which is no event yet. */
    private List<Incident> records(EventSource source) throws UnheardMonitorException {
        if (source instanceof EventSource.Running running) {
            return StreamSupport.stream(
                            running.client()
                                    .incidents(witness.clusters(), EVER)
                                    .path("incidents")
                                    .spliterator(),
                            false)
                    .flatMap(node -> IncidentJson.read(node).stream())
                    .toList();
        }
        EventSource.Told told = source.since(EVER);
        told.notes().forEach(System.err::println);
        return told.events().stream()
                .map(Event::data)
                .flatMap(data -> IncidentJson.read(data).stream())
                .toList();
    }

    private int print(EventSource source, IncidentChoice records, @Nullable Instant time) {
        Optional<Incident> chosen = time == null ? records.last() : records.at(time);
        return output.print(
                source.name(),
                () -> chosen.map(IncidentText::of).orElseGet(() -> records.noneInWords(time)),
                () -> chosen.map(IncidentMarkdown::of).orElseGet(() -> records.noneInWords(time)),
                () -> EventsJson.incident(chosen.orElse(null)));
    }
}
