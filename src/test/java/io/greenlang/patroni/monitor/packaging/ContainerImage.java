package io.greenlang.patroni.monitor.packaging;

import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.ContainerEngine;
import io.greenlang.patroni.monitor.testing.ServerProcess;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** In a container, by the command line of Docker. */
final class ContainerImage implements RunningImage {
    private static final String TAG = "patroni-monitor:under-test";
    private static final Duration BUILD = Duration.ofMinutes(10);

    private static final Pattern BASE = Pattern.compile("(?m)^ARG (?:JDK|BASE)=(\\S+)$");

    private final String id;

    private ContainerImage(String id) {
        this.id = id;
    }

    static ContainerImage start(Path config, String flags) throws IOException {
        for (String base : bases()) {
            ContainerEngine.require(base, "Load it, or test without containers: TEST_CONTAINERS=never");
        }
        ServerProcess build = ServerProcess.start(
                "docker-build",
                Target.newFolder("image"),
                List.of("docker", "build", "-t", TAG, "."),
                ContainerEngine.environment());
        if (build.awaitExit(BUILD) != 0) {
            throw new IllegalStateException(build.logText());
        }
        String mount = config.toAbsolutePath() + ":/etc/patroni-monitor/patroni-monitor.conf:ro";
        return new ContainerImage(ContainerEngine.docker(
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

    /** What the Dockerfile builds on. */
    private static List<String> bases() throws IOException {
        return BASE.matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .map(argument -> argument.group(1))
                .toList();
    }

    @Override
    public boolean answers(String path) {
        return ContainerEngine.run("exec", id, "/opt/patroni-monitor/healthcheck", "9933", path)
                        .exitCode()
                == 0;
    }

    @Override
    public String log() {
        Command.Result logs = ContainerEngine.run("logs", id);
        return logs.out() + logs.err();
    }

    @Override
    public int stop() {
        ContainerEngine.docker("stop", "--time=5", id);
        return Integer.parseInt(ContainerEngine.docker("inspect", "--format={{.State.ExitCode}}", id));
    }

    @Override
    public void close() {
        ContainerEngine.docker("rm", "--force", id);
    }

    @Override
    public String toString() {
        return "in a container";
    }
}
