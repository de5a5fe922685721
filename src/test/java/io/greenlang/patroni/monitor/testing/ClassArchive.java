package io.greenlang.patroni.monitor.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The archive of classes that the image and the Debian package have, too: with it a JVM starts sooner, and for less CPU. Making
 * it costs several starts, so there is one only where the system property {@code patroni-monitor.archive} names its file.
 */
final class ClassArchive {
    private static final String READ = "-XX:SharedArchiveFile=";
    private static final String WRITE = "-XX:ArchiveClassesAtExit=";
    private static final Path SCRIPT = Path.of("src/main/docker/archive-classes");
    private static final @Nullable String NAMED = System.getProperty("patroni-monitor.archive");

    private static boolean made;

    private ClassArchive() {}

    /**
     * Makes it once in each test run.
     *
     * @param flags of the JVM that will be started; one that writes or reads another archive gets none
     */
    static synchronized List<String> flags(Path java, Path jar, List<String> flags) {
        if (NAMED == null || flags.stream().anyMatch(flag -> flag.startsWith(READ) || flag.startsWith(WRITE))) {
            return List.of();
        }
        String file = Path.of(NAMED).toAbsolutePath().toString();
        if (!made) {
            List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), java.toString(), jar.toString(), file));
            command.addAll(MonitorProcess.flags());
            Command.run(command).orThrow(SCRIPT.toString());
            made = true;
        }
        return List.of(READ + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }
}
