package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.export.http.View;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether maintenance may begin. */
@Command(
        name = "preflight",
        description = "Goes through the checklist before maintenance, item by item. Save its --json for postflight.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE,
        footer = {"", ExitCode.CHECKLIST})
final class PreflightCommand implements Callable<Integer> {
    @Mixin
    private LookOptions options = new LookOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.show(View.PREFLIGHT);
    }
}
