package io.greenlang.patroni.monitor.packaging;

import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.ServerProcess;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** As the image's user, with no right but to read. */
final class LaidOutImage implements RunningImage {
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

    private static ImageFile layout;

    private final ServerProcess process;
    private final int port;

    private LaidOutImage(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Made once: it takes as long as all the rest. */
    static synchronized ImageFile layout() throws IOException {
        if (layout == null) {
            Path root = Target.newFolder("image");
            Files.setPosixFilePermissions(root, OPEN);
            layout = ImageFile.layOut(Path.of("Dockerfile"), root);
        }
        return layout;
    }

    static LaidOutImage start(Path config, String flags) throws IOException {
        int port = Ports.free();
        Files.setPosixFilePermissions(config.getParent(), OPEN);
        Path own = Files.writeString(
                config.resolveSibling("port-" + port + ".conf"),
                Files.readString(config) + "\npatroni-monitor.http { host = 127.0.0.1, port = " + port + " }\n");
        List<String> command = new ArrayList<>(asUser(layout().entrypoint().get(0)));
        command.addAll(List.of("env", "JAVA_TOOL_OPTIONS=" + flags));
        command.addAll(layout().entrypoint("run", "--config", own.toString()));
        return new LaidOutImage(ServerProcess.start("image", config.getParent(), command), port);
    }

    /** In a checkout below a folder that only root may enter, root has to do, without any capability. */
    private static List<String> asUser(String program) throws IOException {
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            return List.of();
        }
        String[] user = layout().user().split(":", 2);
        List<String> handOver =
                List.of("setpriv", "--reuid=" + user[0], "--regid=" + user[1], "--clear-groups", "--no-new-privs");
        List<String> trial = new ArrayList<>(handOver);
        trial.addAll(List.of("test", "-x", program));
        return Command.run(trial).exitCode() == 0
                ? handOver
                : List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs");
    }

    @Override
    public boolean answers(String path) throws IOException {
        return Command.run(layout().healthcheck(Integer.toString(port), path)).exitCode() == 0;
    }

    @Override
    public String log() {
        return process.logText();
    }

    @Override
    public int stop() {
        return process.stop(Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return "laid out in a folder, without a container engine";
    }
}
