package io.greenlang.patroni.monitor.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The archive of classes that the image and the Debian package have, too: with it a JVM starts sooner, and for less CPU. */
final class ClassArchive {
    private static final String READ = "-XX:SharedArchiveFile=";
    private static final String WRITE = "-XX:ArchiveClassesAtExit=";
    private static final Path SCRIPT = Path.of("src/main/docker/archive-classes");
    private static final Path FILE = Target.FOLDER.resolve("patroni-monitor.jsa");

    private static boolean made;

    private ClassArchive() {}

    /**
     * Makes it once in each test run.
     *
     * @param flags of the JVM that will be started; one that writes or reads another archive gets none
     */
    static synchronized List<String> flags(Path java, Path jar, List<String> flags) {
        if (flags.stream().anyMatch(flag -> flag.startsWith(READ) || flag.startsWith(WRITE))) {
            return List.of();
        }
        if (!made) {
            List<String> command =
                    new ArrayList<>(List.of(SCRIPT.toString(), java.toString(), jar.toString(), FILE.toString()));
            command.addAll(MonitorProcess.flags());
            Command.run(command).orThrow(SCRIPT.toString());
            made = true;
        }
        return List.of(READ + FILE, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }
}
