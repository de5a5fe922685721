package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The daemon. */
@Command(
        name = "run",
        description = "Runs the daemon: polls, judges, exports.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws InterruptedException {
        return run(options);
    }

    static int run(ConfigOptions options) throws InterruptedException {
        try {
            MonitorConfig config = options.read();
            Logging.set(config.log());
            return runUntilStopped(new Daemon(config, options::read, SteadyClock.start()));
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private static int runUntilStopped(Daemon daemon) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            daemon.start();
        } catch (IOException e) {
            // here and not for the class: every command is made at every start, and few of them log
            LoggerFactory.getLogger(RunCommand.class).error(e.getMessage());
            daemon.close();
            return ExitCode.USAGE;
        }
        Signals.onHangUp(daemon::reload);
        Signals.onTermination(stopped::countDown);
        stopped.await();
        daemon.close();
        return ExitCode.OK;
    }
}
