package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.export.http.View;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** When every cluster got a new timeline, and by whom. */
@Command(
        name = "history",
        description = "Prints the timelines as patronictl history does, with what they say about the leader.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE)
final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private LookOptions options = new LookOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.show(View.HISTORY);
    }
}
