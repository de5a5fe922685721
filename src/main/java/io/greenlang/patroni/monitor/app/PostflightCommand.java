package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.export.http.View;
import java.nio.file.Path;
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
        return options.show(View.POSTFLIGHT, since);
    }
}
