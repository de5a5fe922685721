package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.export.http.View;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The replication tree of every cluster. */
@Command(
        name = "topology",
        description = "Prints who feeds whom as patronictl topology does, cascades included, and who says so.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE)
final class TopologyCommand implements Callable<Integer> {
    @Mixin
    private LookOptions options = new LookOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.show(View.TOPOLOGY);
    }
}
