package io.greenlang.patroni.monitor.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.ServerProcess;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The unit for machines without Kubernetes, before systemd's own tools; no systemd has to run. */
@Timeout(60)
class SystemdUnitIT {
    private static final Path UNIT = Path.of("docs/packaging/patroni-monitor.service");
    private static final Path DEFAULTS = Path.of("docs/packaging/patroni-monitor.default");
    private static final Path GROUP =
            Path.of("docs/packaging/patroni-monitor.sysusers").toAbsolutePath();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Path folder = Target.newFolder("systemd");

    @Test
    void isTakenBySystemd() throws IOException {
        Command.Result result = verify(Files.readString(UNIT));

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void aMisspeltOneIsNot() throws IOException {
        Command.Result result = verify(Files.readString(UNIT).replace("DynamicUser=", "DynamicUsr="));

        assertThat(result.err()).contains("DynamicUsr");
    }

    private Command.Result verify(String unit) throws IOException {
        Path file = Files.writeString(folder.resolve("patroni-monitor.service"), unit.replace("/usr/bin/java", JAVA));
        return Command.run("systemd-analyze", "verify", "--man=no", file.toString());
    }

    /** From 0 for a service that can do nothing to 10 for one that may do everything. */
    @Test
    void isExposedToLittle() {
        Command.Result result = Command.run(
                "systemd-analyze", "security", "--no-pager", "--offline=yes", "--threshold=20", UNIT.toString());

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }

    @Test
    void makesTheGroupThatTheUnitNames() throws IOException {
        assertThat(setting(UNIT, "SupplementaryGroups")).isEqualTo("patroni-monitor");

        Command.Result result = Command.run("systemd-sysusers", "--dry-run", GROUP.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out() + result.err()).contains("patroni-monitor");
    }

    /** The command line that systemd makes of both files. */
    @Test
    void startsTheDaemonWithTheFlagsThatWereMeasured() throws IOException {
        int port = Ports.free();
        Path config = Files.writeString(folder.resolve("patroni-monitor.conf"), """
                patroni-monitor {
                  http { host = "127.0.0.1", port = %d }
                  clusters.nowhere { seeds = ["http://127.0.0.1:1"], postgres.enabled = false }
                }
                """.formatted(port));
        String line = setting(UNIT, "ExecStart")
                .replace("$JAVA_FLAGS", setting(DEFAULTS, "JAVA_FLAGS"))
                .replace("${JAR}", "target/patroni-monitor.jar")
                .replace("${CONFIG}", config.toString())
                .replace("/usr/bin/java", JAVA);
        List<String> command = List.of(line.split(" ", -1));

        assertThat(command).containsAll(MonitorProcess.flags()).noneMatch(word -> word.contains("$"));
        try (ServerProcess daemon = ServerProcess.start("unit", folder, command)) {
            String healthcheck = "src/main/docker/healthcheck";
            Await.until(
                    "the daemon is ready",
                    Duration.ofSeconds(30),
                    () -> Command.run(healthcheck, Integer.toString(port), "/-/ready")
                                    .exitCode()
                            == 0);
            assertThat(daemon.stop(Duration.ofSeconds(5))).isZero();
        }
    }

    private static String setting(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1).replace("\"", ""))
                .findFirst()
                .orElseThrow();
    }
}
