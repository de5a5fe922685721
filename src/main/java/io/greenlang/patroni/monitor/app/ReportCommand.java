package io.greenlang.patroni.monitor.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.event.EventJson;
import io.greenlang.patroni.monitor.event.EventOptions;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Availability over weeks. Only a running monitor has kept count. */
@Command(
        name = "report",
        description = {
            "Prints for each cluster how long it was writable, not writable and not observed, its failovers with RTO and"
                    + " lost WAL, and its backups, over whole days in UTC.",
            "Asks the running monitor, which remembers 100 days."
        },
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE,
        footer = {"", "Exit status: 0 printed, 2 usage or configuration, 4 no monitor answers."})
final class ReportCommand implements Callable<Integer> {
    private final Clock clock = SteadyClock.start();

    @Mixin
    private WitnessOptions witness = new WitnessOptions();

    @Mixin
    private DocumentOutput output = new DocumentOutput();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "In the first day: an age such as 7d or 30d, or a time such as 2026-11-01T00:00:00Z."
                    + " Default: ${DEFAULT-VALUE}")
    private String since = "30d";

    @Override
    public Integer call() {
        try {
            output.check();
            witness.check();
            WitnessOptions.option("--since", () -> EventOptions.since(since, clock.instant()));
            MonitorClient running = witness.running("Only a running monitor keeps count of availability");
            String answer = running.availability(
                    witness.clusters(), since, output.format().name());
            ObjectNode document = output.format() == DocumentOutput.Format.json ? json(running, answer) : null;
            return output.print(Origin.MONITOR, () -> answer, () -> answer, () -> Objects.requireNonNull(document));
        } catch (UnheardMonitorException e) {
            return output.fail(e);
        } catch (ConfigException e) {
            return output.fail(e);
        }
    }

    private static ObjectNode json(MonitorClient client, String answer) throws UnheardMonitorException {
        return EventJson.parse(answer)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .orElseThrow(() -> new UnheardMonitorException(
                        client.address(), FailureKind.BAD_ANSWER.label(), "the answer is not a JSON document"));
    }
}
