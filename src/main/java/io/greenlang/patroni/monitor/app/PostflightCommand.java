package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.export.http.ChecklistJson.Judged;
import io.greenlang.patroni.monitor.export.http.SavedBaseline;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.checklist.Baseline;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Kind;
import io.greenlang.patroni.monitor.rule.checklist.Postflight;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether all is back after maintenance. */
@Command(
        name = "postflight",
        description = "Goes through the checklist after maintenance, against a saved preflight --json.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE,
        footer = {"", ExitCode.CHECKLIST})
final class PostflightCommand implements Callable<Integer> {
    @Mixin
    private LookOptions options = new LookOptions();

    @Option(
            names = "--since",
            required = true,
            paramLabel = "FILE",
            description = "What preflight --json printed before the maintenance.")
    private @Nullable Path since;

    @Override
    public Integer call() throws InterruptedException {
        return options.run(config -> {
            Map<String, Baseline> before = before(config);
            List<Judged> all = OneLook.closely(config).clusters().stream()
                    .map(report -> judge(report, before, config))
                    .toList();
            return options.output().answer(Kind.POSTFLIGHT, all);
        });
    }

    private Map<String, Baseline> before(MonitorConfig config) throws ConfigException {
        Path file = Objects.requireNonNull(since);
        try {
            Map<String, Baseline> before = SavedBaseline.read(file);
            List<String> problems = config.clusters().stream()
                    .map(ClusterConfig::name)
                    .filter(name -> !before.containsKey(name))
                    .map(name -> "--since %s: has no cluster %s; it has: %s"
                            .formatted(file, name, String.join(", ", before.keySet())))
                    .toList();
            if (!problems.isEmpty()) {
                throw new ConfigException(problems);
            }
            return before;
        } catch (SavedBaseline.Unusable e) {
            throw new ConfigException(List.of("--since " + e.getMessage()));
        }
    }

    private static Judged judge(ClusterReport report, Map<String, Baseline> before, MonitorConfig config) {
        Baseline old = Objects.requireNonNull(before.get(report.cluster()));
        return new Judged(Postflight.of(report, old, config.checklist()), Baseline.of(report));
    }
}
