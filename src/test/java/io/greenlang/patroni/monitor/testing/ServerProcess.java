package io.greenlang.patroni.monitor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A server that runs until it is stopped, or until this JVM ends.
 *
 * <p>It leads a session of its own, so that Ctrl-C on a terminal doesn't reach it before its owner stops it in order, and
 * so that exactly it and what it started can be ended. Its output goes to {@code NAME.log}, its pid and start time to
 * {@code NAME.pid}, for whoever tidies up after a crash of this JVM.
 */
public final class ServerProcess implements AutoCloseable {
    /** With SIGHUP as a service has it: nohup ignores it for all that it starts, and a JVM then leaves it ignored. */
    private static final List<String> IN_ITS_OWN_SESSION = List.of("env", "--default-signal=HUP", "setsid");

    private static final int TAIL_LINES = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final Path log;
    private final Path pidFile;
    private final Process process;
    private final Thread atExit;

    private ServerProcess(String name, Path log, Path pidFile, Process process) {
        this.name = name;
        this.log = log;
        this.pidFile = pidFile;
        this.process = process;
        atExit = new Thread(this::killGroup, "end-" + name);
    }

    public static ServerProcess start(String name, Path folder, List<String> command) {
        return start(name, folder, command, Map.of());
    }

    /** @param environment beside what every server has */
    public static ServerProcess start(String name, Path folder, List<String> command, Map<String, String> environment) {
        List<String> inSession = new ArrayList<>(IN_ITS_OWN_SESSION);
        inSession.addAll(command);
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(inSession)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        cleanEnvironment(builder, environment);
        try {
            Process process = builder.start();
            ServerProcess server = new ServerProcess(name, log, folder.resolve(name + ".pid"), process);
            Runtime.getRuntime().addShutdownHook(server.atExit);
            Leftovers.record(server.pidFile, process.pid());
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("can't start " + name, e);
        }
    }

    /** Nothing that happens to be set for the user ({@code PGHOST}, {@code PATRONI_*}, a proxy) reaches a server. */
    static void cleanEnvironment(ProcessBuilder builder, Map<String, String> additions) {
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH", "HOME", "JAVA_HOME", "TZ"));
        environment.put("LC_ALL", "C.UTF-8");
        environment.putAll(additions);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Everything the server wrote, over all its lives in the same folder. */
    public String logText() {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until somebody listens on the port on 127.0.0.1; fails with the log's tail, at once when the server ended. */
    public void awaitPort(int port) {
        awaitRunning("listens on " + port, PATIENCE, () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    /** As {@link Await#until}, but fails with the log's tail, and at once when the server has ended. */
    public void awaitRunning(String what, Duration limit, Callable<Boolean> condition) {
        try {
            Await.until(name + " " + what, limit, () -> !isAlive() || condition.call());
        } catch (AssertionError e) {
            throw new IllegalStateException(e.getMessage() + "\n" + tail(), e);
        }
        if (!isAlive()) {
            throw new IllegalStateException(name + " ended with " + process.exitValue() + "\n" + tail());
        }
    }

    public void signal(String signal) {
        Processes.signal(signal, List.of(pid()));
    }

    /** SIGTERM; what has not ended by itself within the limit is killed, and that is an error. */
    public int stop(Duration limit) {
        signal("TERM");
        return awaitExit(limit);
    }

    /** The exit status; what has not ended by itself within the limit is killed, and that is an error. */
    public int awaitExit(Duration limit) {
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        if (!ended) {
            throw new IllegalStateException(name + " did not end within " + limit + "\n" + tail());
        }
        return process.exitValue();
    }

    /** SIGKILL to the server and to what it started in its session; returns when it is gone. */
    @Override
    public void close() {
        killGroup();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forget();
    }

    private void killGroup() {
        if (process.isAlive()) {
            Processes.signalGroup("KILL", pid());
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(pidFile);
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException shuttingDown) {
            // the hook runs by itself
        }
    }

    private String tail() {
        List<String> lines = logText().lines().toList();
        return "last lines of " + log + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
}
