package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The monitor as users run it: the built jar, in a JVM of its own with the documented flags, on a free port.
 *
 * <p>The jar is {@code target/patroni-monitor.jar}, or the one of the system property {@code patroni-monitor.jar}. Of the
 * archive of classes see {@link ClassArchive}.
 */
public final class MonitorProcess implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xms8m",
            "-Xmx48m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=0.1",
            "-XX:-UsePerfData",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:+ExitOnOutOfMemoryError");

    private final String scheme;
    private final int port;
    private final Path configFile;
    private final ServerProcess process;

    private MonitorProcess(String scheme, int port, Path configFile, ServerProcess process) {
        this.scheme = scheme;
        this.port = port;
        this.configFile = configFile;
        this.process = process;
    }

    /**
     * Starts the daemon and does not wait for it.
     *
     * @param settings what stands within {@code patroni-monitor { … }}, without {@code http.host} and {@code http.port};
     *     with {@code http.tls} it is asked over TLS
     */
    public static MonitorProcess start(Path folder, String settings) {
        return start(folder, Ports.free(), settings);
    }

    public static MonitorProcess start(Path folder, int port, String settings) {
        return start(folder, port, settings, List.of());
    }

    /** @param flags for the JVM; they win over the documented ones */
    public static MonitorProcess start(Path folder, String settings, List<String> flags) {
        return start(folder, Ports.free(), settings, flags);
    }

    /** @param launcher what stands before the command, such as {@link NameServer#asked} */
    public static MonitorProcess startBy(List<String> launcher, Path folder, String settings) {
        return start(launcher, folder, Ports.free(), settings, List.of());
    }

    private static MonitorProcess start(Path folder, int port, String settings, List<String> flags) {
        return start(List.of(), folder, port, settings, flags);
    }

    private static MonitorProcess start(
            List<String> launcher, Path folder, int port, String settings, List<String> flags) {
        Path configFile = folder.resolve("patroni-monitor.conf");
        write(configFile, port, settings);
        List<String> command = new ArrayList<>(launcher);
        command.addAll(java(flags, "run", "--config", configFile.toString()));
        return new MonitorProcess(
                settings.contains("http.tls") ? "https" : "http",
                port,
                configFile,
                ServerProcess.start("patroni-monitor", folder, command));
    }

    /** Runs a command of the monitor's command line to its end. */
    public static Command.Result command(String... arguments) {
        return Command.run(java(List.of(), arguments));
    }

    /** The same once it exits with that status: on a busy machine a look of its own may be too late to see all. */
    public static Command.Result command(Duration limit, int exitStatus, String... arguments) {
        return Await.value(String.join(" ", arguments) + " exits with " + exitStatus, limit, () -> {
            Command.Result result = command(arguments);
            if (result.exitCode() != exitStatus) {
                throw new IllegalStateException(result.exitCode() + ": " + result.out() + result.err());
            }
            return Optional.of(result);
        });
    }

    /** How many polls of its only cluster it has finished. */
    public static long polls(Scrape page) {
        return Math.round(page.value("patroni_monitor_poll_duration_seconds_count"));
    }

    /** Waits until it has finished so many more. */
    public void awaitPolls(int more, Duration limit) throws IOException {
        long before = polls(metrics());
        Await.until(more + " more polls", limit, () -> polls(metrics()) >= before + more);
    }

    /** The same on a pseudo-terminal that is a hundred columns wide; {@code script} of util-linux makes it. */
    public static Command.Result onTerminal(String... arguments) {
        String command = java(List.of(), arguments).stream()
                .map(argument -> "'" + argument + "'")
                .collect(Collectors.joining(" "));
        return Command.run(
                List.of("script", "-qec", command, "/dev/null"), Map.of("COLUMNS", "100", "TERM", "xterm-256color"));
    }

    /** The documented flags. */
    public static List<String> flags() {
        return FLAGS;
    }

    private static List<String> java(List<String> flags, String... arguments) {
        Path jar = Path.of(System.getProperty("patroni-monitor.jar", "target/patroni-monitor.jar"))
                .toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; mvn package builds it");
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(FLAGS);
        command.addAll(ClassArchive.flags(java, jar, flags));
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Replaces the configuration file; the daemon is not told. */
    public void rewriteConfig(String settings) {
        write(configFile, port, settings);
    }

    private static void write(Path configFile, int port, String settings) {
        String text =
                "patroni-monitor {\n  http { host = \"127.0.0.1\", port = %d }\n%s\n}\n".formatted(port, settings);
        try {
            Files.writeString(configFile, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path configFile() {
        return configFile;
    }

    public int port() {
        return port;
    }

    public String url() {
        return scheme + "://127.0.0.1:" + port;
    }

    /** What it shows to a new connection. */
    public X509Certificate shownCertificate() throws IOException {
        return TrustingAnybody.certificateOf(port);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Standard output and standard error. */
    public String logText() {
        return process.logText();
    }

    /** Waits for {@code /-/ready} to say 200; fails with the end of the log, at once when the daemon ended. */
    public void awaitReady() {
        process.awaitRunning(
                "is ready", Duration.ofSeconds(30), () -> get("/-/ready").statusCode() == 200);
    }

    /** @param headers name, value, name, value… */
    public HttpResponse<String> get(String path, String... headers) throws IOException {
        return Http.get(url() + path, headers);
    }

    public HttpResponse<String> post(String path) throws IOException {
        return Http.post(url() + path);
    }

    /** {@code /metrics} in the text format. */
    public Scrape metrics() throws IOException {
        HttpResponse<String> page = get("/metrics");
        if (page.statusCode() != 200) {
            throw new IOException("/metrics: " + page.statusCode() + " " + page.body());
        }
        return Scrape.parse(page.body());
    }

    /** A name as {@code kill -s} takes it, such as {@code HUP}. */
    public void signal(String signal) {
        process.signal(signal);
    }

    /** SIGTERM; the exit status. It is an error when the daemon has to be killed. */
    public int stop() {
        return process.stop(Duration.ofSeconds(10));
    }

    /** The exit status of a daemon that is expected to end by itself. */
    public int awaitExit(Duration limit) {
        return process.awaitExit(limit);
    }

    @Override
    public void close() {
        process.close();
    }
}
