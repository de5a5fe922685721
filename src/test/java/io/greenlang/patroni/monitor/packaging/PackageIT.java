package io.greenlang.patroni.monitor.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.ServerProcess;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Debian package, installed and removed for real, in a copy of this machine's file system that is thrown away. */
@Timeout(600)
class PackageIT {
    private static final Path SCRIPTS = Path.of("src/test/packages").toAbsolutePath();
    private static final Pattern SUBCOMMAND = Pattern.compile("(?m)^  ([a-z][a-z-]+)  ");

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder = Target.newFolder("package");

    @Test
    void isInstalledUsedUpgradedAndRemoved() throws IOException {
        Command.run("src/main/deb/build", "target/patroni-monitor.jar", folder.toString())
                .orThrow("build");

        Map<String, List<String>> life = life();

        assertThat(life.get("before")).isEmpty();
        assertThat(life.get("warnings")).isEmpty();
        assertThat(life.get("version")).singleElement().asString().startsWith("patroni-monitor ");
        assertThat(life.get("example")).containsExactly("The configuration is valid. Clusters: main");
        assertThat(life.get("archive")).containsExactly("patroni-monitor.jsa");
        assertThat(life.get("folder")).containsExactly("750 patroni-monitor");
        assertThat(life.get("unit")).containsExactly("/usr/bin/patroni-monitor run --config ${CONFIG}");
        assertThat(life.get("daemon")).startsWith("answers", "1", "ended with 0");
        assertThat(Integer.parseInt(life.get("daemon").get(3).replaceAll(".*: ", "")))
                .as("classes from the archive")
                .isGreaterThan(500);
        assertThat(life.get("upgrade")).as("a changed file stays").containsExactly("# mine");
        assertThat(life.get("removed"))
                .contains("/etc/default/patroni-monitor", "/etc/patroni-monitor/patroni-monitor.conf")
                .noneMatch(file -> file.startsWith("/usr/") || file.startsWith("/var/cache/"));
        assertThat(life.get("purged")).containsExactly("no group");
    }

    @Test
    void itsManualNamesEveryCommand() throws IOException {
        String help = MonitorProcess.command("--help").out();
        List<String> commands =
                SUBCOMMAND.matcher(help).results().map(found -> found.group(1)).toList();
        String manual = Files.readString(Path.of("src/main/deb/patroni-monitor.1"));

        assertThat(commands).contains("run", "status", "help");
        assertThat(commands).allSatisfy(command -> assertThat(manual).contains("\n.B " + command + "\n"));
    }

    /** What the script prints, by section. */
    private Map<String, List<String>> life() throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.filter(one -> one.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow();
        }
        ServerProcess script = ServerProcess.start(
                "life-of-the-package",
                folder,
                List.of(
                        SCRIPTS.resolve("in-own-root").toString(),
                        root.toString(),
                        file.toString(),
                        SCRIPTS.resolve("life-of-the-package").toString()));
        assertThat(script.awaitExit(PATIENCE)).as(script.logText()).isZero();
        Map<String, List<String>> sections = new LinkedHashMap<>();
        for (String section : script.logText().split("(?m)^== ", -1)) {
            List<String> lines = section.lines().toList();
            if (!lines.isEmpty()) {
                sections.put(lines.get(0), lines.subList(1, lines.size()));
            }
        }
        return sections;
    }
}
