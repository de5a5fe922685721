package io.greenlang.patroni.monitor.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.event.EventJson;
import io.greenlang.patroni.monitor.event.EventWish;
import io.greenlang.patroni.monitor.export.http.CommandJson;
import io.greenlang.patroni.monitor.export.http.Looks.Shown;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        footer = {"", "Exit status: 0 told, 2 usage or configuration, 4 no monitor answers."})
final class ReportCommand implements Callable<Integer> {
    private final Clock clock = SteadyClock.start();

    @Mixin
    private PastOptions past = new PastOptions();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "In the first day: an age such as 7d or 30d, or a time such as 2026-11-01T00:00:00Z."
                    + " Default: ${DEFAULT-VALUE}")
    private String since = "30d";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: text; with --json: json")
    private @Nullable Format format;

    /** In the words of the option. */
    enum Format {
        text,
        markdown,
        json
    }

    @Override
    public Integer call() throws InterruptedException {
        if (format == Format.json) {
            past.output().wantJson();
        }
        return past.run(this::tell);
    }

    private int tell() throws ConfigException, UnheardMonitorException {
        check();
        MonitorClient client = client();
        String answer = answer(client);
        return past.output().print(new Shown(wanted() == Format.json ? json(client, answer) : answer, ExitCode.OK));
    }

    private String answer(MonitorClient client) throws UnheardMonitorException {
        try {
            return client.availability(past.clusters(), since, wanted().name());
        } catch (UnheardMonitorException e) {
            throw new UnheardMonitorException(
                    e.asked(), e.reason(), e.detail() + ". Only a running monitor keeps count of availability");
        }
    }

    private Format wanted() {
        return format != null ? format : past.output().isJson() ? Format.json : Format.text;
    }

    private void check() throws ConfigException {
        past.check("a look at the nodes does not show the past, only a monitor that ran has kept count");
        if (past.output().isJson() && wanted() != Format.json) {
            throw new ConfigException(
                    List.of("--json and --format " + format + " exclude each other: give one of them"));
        }
        PastOptions.refused("--since ", () -> EventWish.since(since, clock.instant()));
    }

    /** The monitor that was named, else the one of the configuration. */
    private MonitorClient client() throws ConfigException, UnheardMonitorException {
        Optional<MonitorClient> named = past.named();
        if (named.isPresent()) {
            return named.get();
        }
        MonitorConfig own = past.own();
        past.checkClusters(own);
        return past.at(own);
    }

    private static String json(MonitorClient client, String answer) throws UnheardMonitorException {
        ObjectNode document = EventJson.parse(answer)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .orElseThrow(() -> new UnheardMonitorException(
                        client.address(), FailureKind.BAD_ANSWER.label(), "the answer is not a JSON document"));
        return CommandJson.of(Origin.MONITOR, ExitCode.OK, document).toString();
    }
}
