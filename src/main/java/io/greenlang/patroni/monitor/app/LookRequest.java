package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.export.http.Look;
import io.greenlang.patroni.monitor.export.http.SavedBaseline;
import io.greenlang.patroni.monitor.export.http.View;
import io.greenlang.patroni.monitor.export.text.Terminal;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command is to show, and what it is to be held against.
 *
 * @param since the file that preflight left; null for every view but postflight
 * @param saved its content; null likewise
 */
record LookRequest(
        View view, @Nullable Path since, @Nullable SavedBaseline saved) {
    /** @throws ConfigException when the file can't be used */
    static LookRequest of(View view, @Nullable Path since) throws ConfigException {
        if (since == null) {
            return new LookRequest(view, null, null);
        }
        try {
            return new LookRequest(view, since, SavedBaseline.read(since));
        } catch (SavedBaseline.Unusable e) {
            throw new ConfigException(List.of("--since " + e.getMessage()));
        }
    }

    Look look(CommandOutput output) {
        Terminal terminal = output.isJson() ? Terminal.NONE : output.terminal();
        int columns = terminal.columns() == Terminal.UNBOUNDED ? 0 : terminal.columns();
        return new Look(
                view, output.isJson(), columns, terminal.colour(), saved == null ? Map.of() : saved.byCluster());
    }

    /** What a monitor is to be sent; null when nothing. */
    @Nullable String text() {
        return saved == null ? null : saved.text();
    }

    boolean isChecklist() {
        return view == View.PREFLIGHT || view == View.POSTFLIGHT;
    }

    /** @throws ConfigException when the file has not all of them */
    Collection<String> clusters(MonitorConfig selected) throws ConfigException {
        return clusters(selected.clusters().stream().map(ClusterConfig::name).toList());
    }

    /**
     * @param names empty for all that there are
     * @return the same; where they are all, and a file tells which those were, those of the file
     * @throws ConfigException when the file has not all of them
     */
    Collection<String> clusters(List<String> names) throws ConfigException {
        if (saved == null) {
            return names;
        }
        Collection<String> known = saved.byCluster().keySet();
        List<String> problems = names.stream()
                .filter(name -> !known.contains(name))
                .map(name ->
                        "--since %s: has no cluster %s; it has: %s".formatted(since, name, String.join(", ", known)))
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return names.isEmpty() ? known : names;
    }
}
