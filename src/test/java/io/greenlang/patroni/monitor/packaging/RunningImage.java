package io.greenlang.patroni.monitor.packaging;

import io.greenlang.patroni.monitor.testing.ContainerEngine;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The image, started with the limits that k8s/ gives it: in a container where an engine is, else the same command in the folder
 * that the Dockerfile's own instructions make.
 */
interface RunningImage extends AutoCloseable {
    /** @param flags for the JVM, as JAVA_TOOL_OPTIONS has them */
    static RunningImage start(Path config, String flags) throws IOException {
        RunningImage image =
                ContainerEngine.isUsed() ? ContainerImage.start(config, flags) : LaidOutImage.start(config, flags);
        System.out.println("image under test: " + image);
        return image;
    }

    /** Whether the image's own health check finds 200 at that path. */
    boolean answers(String path) throws IOException;

    /** What the daemon has said so far. */
    String log();

    /** SIGTERM; the exit status, within 5 s. */
    int stop();

    @Override
    void close();
}
