package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.export.http.CommandJson.Unread;
import io.greenlang.patroni.monitor.export.http.View;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What the commands that look at clusters have in common: at which ones, who is asked, and how the answer is printed. A
 * running monitor is asked first: it remembers what one look can't know.
 */
final class LookOptions {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private MonitorOptions monitor = new MonitorOptions();

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Only this cluster. Repeatable. Default: all of the configuration or, where only a monitor is"
                    + " named, all that it watches.")
    private List<String> wanted = new ArrayList<>();

    /**
     * Prints it; whatever goes wrong, JSON stays JSON.
     *
     * @param since what preflight left; null for every view but postflight
     * @return the exit status
     */
    int show(View view, @Nullable Path since) throws InterruptedException {
        try {
            monitor.check();
            LookRequest wish = LookRequest.of(view, since);
            return monitor.isNamed() ? named(wish) : foundOrDirect(wish);
        } catch (SilentSeedsException e) {
            List<Unread> silent = e.seeds().stream()
                    .map(one -> new Unread(
                            one.seed().toString(),
                            one.failure().kind().label(),
                            one.failure().detail()))
                    .toList();
            return CommandOutput.fail(output.isJson(), Origin.DIRECT, ExitCode.BLIND, silent, e.getMessage());
        } catch (ConfigException e) {
            return CommandOutput.fail(output.isJson(), e);
        }
    }

    /** Asks the monitor that was named, and nobody else: what it can't tell is no reason to load the nodes. */
    private int named(LookRequest wish) throws ConfigException {
        MonitorConfig own = config.isNamed() ? config.parse() : null;
        HttpConfig usual =
                own == null ? ConfigOptions.usual().map(MonitorConfig::http).orElse(null) : null;
        MonitorClient client = monitor.named(own == null ? null : own.http(), usual);
        Collection<String> clusters = own == null ? wish.clusters(wanted) : asked(wish, own);
        try {
            return output.print(client.ask(wish.look(output), clusters, wish.text()));
        } catch (UnheardMonitorException e) {
            return CommandOutput.fail(
                    output.isJson(), e, "--monitor " + e.getMessage() + ". Use --direct to look at the nodes");
        }
    }

    private int foundOrDirect(LookRequest wish) throws ConfigException, InterruptedException {
        MonitorConfig own = config.parse();
        Collection<String> clusters = asked(wish, own);
        if (monitor.isDirect() || config.isSeeds()) {
            return direct(wish, own, "");
        }
        try {
            return output.print(monitor.at(own.http()).ask(wish.look(output), clusters, wish.text()));
        } catch (UnheardMonitorException e) {
            return direct(wish, own, e.asked() + ": " + e.detail());
        }
    }

    /** Which clusters there are is known where none are looked for. */
    private Collection<String> asked(LookRequest wish, MonitorConfig own) throws ConfigException {
        return own.discover().isEmpty() ? wish.clusters(selected(own)) : wish.clusters(wanted);
    }

    private int direct(LookRequest wish, MonitorConfig own, String because)
            throws ConfigException, InterruptedException {
        Logging.onlyErrors();
        Discoveries.Found found = Discoveries.lookOnce(ConfigOptions.checked(own), SteadyClock.start());
        MonitorConfig checked = ConfigOptions.checked(selected(found.config()));
        wish.clusters(checked);
        if (wanted.isEmpty()) {
            refuseMissing(wish.clusters(List.of()), checked);
        }
        Origin origin = Origin.direct(because);
        try (OneLook look = new OneLook(checked, wish.isChecklist())) {
            MonitorReport report = look.at(checked.clusters()).with(wanted.isEmpty() ? found.places() : List.of());
            if (output.isJson()) {
                System.err.println(origin.line(report));
            }
            int status = output.print(
                    new Rendering(origin, checked.links(), checked.checklist()).show(wish.look(output), report));
            look.awaitUnanswered(
                    () -> System.err.println("Waiting for a Patroni whose DCS does not answer, up to 10 s"));
            return status;
        }
    }

    /** What was there before maintenance and is not found any more was not looked at. */
    private static void refuseMissing(Collection<String> before, MonitorConfig now) throws ConfigException {
        List<String> names = now.clusters().stream().map(ClusterConfig::name).toList();
        List<String> problems = before.stream()
                .filter(name -> !names.contains(name))
                .map(name ->
                        "--since: cluster " + name + " is not found any more; known now: " + String.join(", ", names))
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
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
