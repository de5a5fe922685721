package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
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
    /** Between SIGTERM and the end; an orderly stop takes much less. */
    private static final Duration PATIENCE = Duration.ofMillis(4_500);

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
            Thread.setDefaultUncaughtExceptionHandler((thread, bug) -> LoggerFactory.getLogger(RunCommand.class)
                    .error("A bug in the monitor ended the thread {}", thread.getName(), bug));
            try {
                return runUntilStopped(new Daemon(config, options::read, SteadyClock.start()));
            } finally {
                Logging.end();
            }
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
            return ExitCode.NOT_STARTED;
        }
        Signals.onHangUp(daemon::reload);
        Signals.onTermination(() -> {
            endAnyway();
            stopped.countDown();
        });
        stopped.await();
        daemon.close();
        return ExitCode.OK;
    }

    /** Whatever blocks: a supervisor that waits for longer kills without a word. */
    private static void endAnyway() {
        Thread last = new Thread(
                () -> {
                    LockSupport.parkNanos(PATIENCE.toNanos());
                    Runtime.getRuntime().halt(ExitCode.TERMINATED);
                },
                "end-anyway");
        last.setDaemon(true);
        last.start();
    }

    /**
     * The signals of the operating system that a daemon is steered by. The JDK has them only in {@code sun.misc}, which the
     * compiler warns of without a way to allow it; so it is reached by name.
     */
    private static final class Signals {
        private static final Logger logger = LoggerFactory.getLogger(RunCommand.class);

        private Signals() {}

        /** SIGHUP: reads the configuration again. The action runs on a thread of its own. */
        static void onHangUp(Runnable action) {
            on("HUP", action);
        }

        /** SIGTERM and SIGINT: an orderly stop, which ends with the exit status of the command. */
        static void onTermination(Runnable action) {
            on("TERM", action);
            on("INT", action);
        }

        private static void on(String name, Runnable action) {
            try {
                Class<?> signal = Class.forName("sun.misc.Signal");
                Class<?> handler = Class.forName("sun.misc.SignalHandler");
                Object runsAction = Proxy.newProxyInstance(
                        Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                            if (method.getName().equals("handle")) {
                                action.run();
                            }
                            return null;
                        });
                Object named = signal.getConstructor(String.class).newInstance(name);
                Object before = signal.getMethod("handle", signal, handler).invoke(null, named, runsAction);
                if (before.equals(handler.getField("SIG_IGN").get(null))) {
                    logger.info("Signal {} does nothing: it was ignored when the daemon started, as nohup does", name);
                }
            } catch (InvocationTargetException e) {
                logger.info("Signal {} is not available on this system", name, e.getCause());
            } catch (ReflectiveOperationException e) {
                logger.warn("This JDK has no signal handling: signal {} does nothing", name, e);
            }
        }
    }
}
