package io.greenlang.patroni.monitor.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.export.text.Terminal;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that look at clusters have in common: which ones, and how the answer is printed. */
final class LookOptions {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Only this cluster of the configuration. Repeatable. Default: all.")
    private List<String> wanted = new ArrayList<>();

    /** What a command does with its configuration; the result is the exit status. */
    interface Work {
        int with(MonitorConfig config) throws ConfigException, InterruptedException;
    }

    CommandOutput output() {
        return output;
    }

    /** Runs it, and turns what is wrong with the configuration into a message and an exit status. */
    int run(Work work) throws InterruptedException {
        try {
            MonitorConfig selected = selected(config.read());
            Logging.onlyErrors();
            return work.with(selected);
        } catch (SilentSeedsException e) {
            System.err.println(e.getMessage());
            return ExitCode.BLIND;
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE;
        }
    }

    /** A report for a terminal. */
    interface Words {
        String of(MonitorReport report, MonitorConfig config, Terminal terminal);
    }

    /** Looks once, prints it the way that is wanted; the exit status is that of the worst cluster. */
    int show(Function<MonitorReport, ObjectNode> json, Words words) throws InterruptedException {
        return run(config -> {
            MonitorReport report = OneLook.at(config);
            output.print(output.isJson() ? json.apply(report).toString() : words.of(report, config, output.terminal()));
            return ExitCode.of(report);
        });
    }

    private MonitorConfig selected(MonitorConfig all) throws ConfigException {
        if (wanted.isEmpty()) {
            return all;
        }
        List<String> known = all.clusters().stream().map(ClusterConfig::name).toList();
        List<String> problems = wanted.stream()
                .filter(name -> !known.contains(name))
                .map(name ->
                        "--cluster %s: there is none of that name; known: %s".formatted(name, String.join(", ", known)))
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return all.of(all.clusters().stream()
                .filter(cluster -> wanted.contains(cluster.name()))
                .collect(Collectors.toList()));
    }
}
