package io.greenlang.patroni.monitor.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The image that the Dockerfile makes. */
@Timeout(900)
class ImageIT {
    private static final String NOBODY_THERE = """
            patroni-monitor {
              log.format = json
              clusters.nowhere { seeds = ["http://127.0.0.1:1"], postgres.enabled = false }
            }
            """;

    @Test
    void startsFromItsArchiveAnswersAndEndsInTime() throws IOException {
        Path config = Files.writeString(Target.newFolder("image-config").resolve("patroni-monitor.conf"), NOBODY_THERE);
        try (RunningImage image = RunningImage.start(config, "-Xshare:on -Xlog:class+load:stdout")) {
            Await.until("the image is ready", Duration.ofSeconds(30), () -> image.answers("/-/ready"));
            assertThat(image.answers("/-/healthy")).isTrue();
            assertThat(image.answers("/metrics")).isTrue();
            assertThat(image.answers("/nowhere")).isFalse();

            assertThat(image.stop()).isZero();
            assertThat(image.log()).contains("\"Listening on port");
            assertThat(ownClassesFrom(image.log(), "shared objects file \\(top\\)"))
                    .isGreaterThan(9 * ownClassesFrom(image.log(), "jar:|file:"));
        }
    }

    private static long ownClassesFrom(String log, String source) {
        return Pattern.compile("\\] io\\.greenlang\\.\\S+ source: (?:" + source + ")")
                .matcher(log)
                .results()
                .count();
    }

    @Test
    void hasTheFlagsThatWereMeasured() throws IOException {
        List<String> entrypoint = LaidOutImage.layout().entrypoint();
        assertThat(entrypoint).hasSize(3).element(1).isEqualTo("-jar");

        List<String> command =
                List.of(entrypoint.get(0), "-XshowSettings:properties", "-XX:+PrintCommandLineFlags", "-version");
        Command.Result printed = Command.run(command);

        assertThat(MonitorProcess.flags()).hasSizeGreaterThan(5);
        for (String flag : MonitorProcess.flags()) {
            assertThat(printed.out() + printed.err()).contains(asPrinted(flag));
        }
    }

    /** {@code -Xmx48m} is said as {@code -XX:MaxHeapSize=50331648}, {@code -Dname=value} as {@code name = value}. */
    private static String asPrinted(String flag) {
        if (flag.startsWith("-D")) {
            return flag.substring(2).replace("=", " = ");
        }
        String name = flag.startsWith("-Xmx") ? "-XX:MaxHeapSize=" : "-XX:InitialHeapSize=";
        return flag.startsWith("-Xm") ? name + (Integer.parseInt(flag.replaceAll("\\D", "")) << 20) : flag;
    }

    @Test
    void hasTheCommandOnItsPath() throws IOException {
        Path command = LaidOutImage.layout().onPath("patroni-monitor");

        Command.Result help = Command.run(List.of(command.toString(), "help", "status"));

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).startsWith("Usage: patroni-monitor status");
    }

    @Test
    void saysWhatItIs() throws IOException {
        ImageFile image = LaidOutImage.layout();
        String pom = Files.readString(Path.of("pom.xml"));
        assertThat(image.labels()).containsEntry("org.opencontainers.image.title", "patroni-monitor");
        assertThat(pom)
                .contains("<version>" + image.labels().get("org.opencontainers.image.version")
                        + "</version>\n  <packaging>");
        assertThat(pom)
                .contains("<project.build.outputTimestamp>"
                        + Instant.ofEpochSecond(Long.parseLong(image.setting("SOURCE_DATE_EPOCH"))));
        assertThat(image.port()).isEqualTo("9933");
        assertThat(image.user()).isEqualTo("65532:65532");
        assertThat(image.defaultArguments())
                .containsExactly("run", "--config", "/etc/patroni-monitor/patroni-monitor.conf");
    }
}
