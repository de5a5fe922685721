package io.greenlang.patroni.monitor.packaging;

import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.ServerProcess;
import io.greenlang.patroni.monitor.testing.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** In a container, by the command line of Docker. */
final class ContainerImage implements RunningImage {
    private static final String TAG = "patroni-monitor:under-test";
    private static final Duration BUILD = Duration.ofMinutes(10);

    private final String id;

    private ContainerImage(String id) {
        this.id = id;
    }

    static ContainerImage start(Path config, String flags) {
        ServerProcess build = ServerProcess.start(
                "docker-build", Target.newFolder("image"), List.of("docker", "build", "-t", TAG, "."));
        if (build.awaitExit(BUILD) != 0) {
            throw new IllegalStateException(build.logText());
        }
        String mount = config.toAbsolutePath() + ":/etc/patroni-monitor/patroni-monitor.conf:ro";
        return new ContainerImage(docker(
                "run",
                "--detach",
                "--read-only",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--memory=192m",
                "--tmpfs=/tmp",
                "--volume=" + mount,
                "--env=JAVA_TOOL_OPTIONS=" + flags,
                TAG));
    }

    private static String docker(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "docker";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Command.run(command).orThrow("docker " + arguments[0]).strip();
    }

    @Override
    public boolean answers(String path) {
        return Command.run("docker", "exec", id, "/opt/patroni-monitor/healthcheck", "9933", path)
                        .exitCode()
                == 0;
    }

    @Override
    public String log() {
        return docker("logs", id);
    }

    @Override
    public int stop() {
        docker("stop", "--time=5", id);
        return Integer.parseInt(docker("inspect", "--format={{.State.ExitCode}}", id));
    }

    @Override
    public void close() {
        docker("rm", "--force", id);
    }

    @Override
    public String toString() {
        return "in a container";
    }
}
