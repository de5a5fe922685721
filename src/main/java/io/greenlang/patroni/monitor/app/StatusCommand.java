package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.export.http.ReportJson;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetrics;
import io.greenlang.patroni.monitor.poll.ClusterPoller;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Judge;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One look at every cluster, from where the command is run; asks no daemon. */
@Command(
        name = "status",
        description = "Polls every cluster once and prints it as patronictl list does, with what is wrong and unseen.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE)
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "Print the JSON of /api/v1/clusters instead of tables.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        try {
            MonitorConfig config = options.read();
            Logging.onlyErrors();
            MonitorReport report = look(config);
            System.out.println(json ? ReportJson.clusters(report) : StatusTable.of(report));
            return ExitCode.of(
                    report.clusters().stream().map(ClusterReport::state).toList());
        } catch (SilentSeedsException e) {
            System.err.println(e.getMessage());
            return ExitCode.BLIND;
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private static MonitorReport look(MonitorConfig config) throws InterruptedException {
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.max(1, config.clusters().size()));
        try (Sources sources = new Sources(new SelfMetrics(), Clock.systemUTC())) {
            List<Callable<ClusterReport>> looks = new ArrayList<>();
            config.clusters().forEach(cluster -> looks.add(() -> look(cluster, sources)));
            List<ClusterReport> reports = new ArrayList<>();
            for (Future<ClusterReport> report : threads.invokeAll(looks)) {
                reports.add(report.get());
            }
            return new MonitorReport(reports, true);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a bug in the monitor broke off the poll", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static ClusterReport look(ClusterConfig cluster, Sources sources) throws InterruptedException {
        try (ClusterPoller poller = sources.poller(cluster)) {
            return new Judge(ClusterWatch.UNKNOWN_HOLD).judge(cluster, poller.poll());
        }
    }
}
