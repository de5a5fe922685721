package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.export.http.View;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands that look at the clusters as they are now: one for each {@link View}. */
final class LookCommands {
    private LookCommands() {}

    /** What they have in common. */
    @Command(
            mixinStandardHelpOptions = true,
            exitCodeOnInvalidInput = ExitCode.USAGE,
            exitCodeOnExecutionException = ExitCode.USAGE)
    private abstract static class Show implements Callable<Integer> {
        private final View view;

        @Mixin
        private LookOptions options = new LookOptions();

        Show(View view) {
            this.view = view;
        }

        /** What preflight left; null for every view but postflight. */
        @Nullable Path since() {
            return null;
        }

        @Override
        public Integer call() throws InterruptedException {
            return options.show(view, since());
        }
    }

    @Command(
            name = "status",
            description =
                    "Prints every cluster as patronictl list does, with what is wrong and what could not be seen.")
    static final class Status extends Show {
        Status() {
            super(View.STATUS);
        }
    }

    @Command(
            name = "topology",
            description = "Prints who feeds whom as patronictl topology does, cascades included, and who says so.")
    static final class Topology extends Show {
        Topology() {
            super(View.TOPOLOGY);
        }
    }

    @Command(
            name = "history",
            description = "Prints the timelines as patronictl history does, with what they say about the leader.")
    static final class History extends Show {
        History() {
            super(View.HISTORY);
        }
    }

    /** Whether maintenance may begin. */
    @Command(
            name = "preflight",
            description =
                    "Goes through the checklist before maintenance, item by item. Save its --json for postflight.",
            footer = {"", ExitCode.CHECKLIST})
    static final class Preflight extends Show {
        Preflight() {
            super(View.PREFLIGHT);
        }
    }

    /** Whether all is back after maintenance. */
    @Command(
            name = "postflight",
            description = "Goes through the checklist after maintenance, against a saved preflight --json.",
            footer = {"", ExitCode.CHECKLIST})
    static final class Postflight extends Show {
        @Option(
                names = "--since",
                required = true,
                paramLabel = "FILE",
                description = "What preflight --json printed before the maintenance.")
        private @Nullable Path since;

        Postflight() {
            super(View.POSTFLIGHT);
        }

        @Override
        @Nullable Path since() {
            return since;
        }
    }
}
