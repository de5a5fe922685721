package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.export.http.View;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How every cluster is, now. */
@Command(
        name = "status",
        description = "Prints every cluster as patronictl list does, with what is wrong and what could not be seen.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE)
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private LookOptions options = new LookOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.show(View.STATUS);
    }
}
