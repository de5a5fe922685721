package io.greenlang.patroni.monitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ServerProcessTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void tellsTheExitStatusOfAServerThatStopsWhenAsked() {
        ServerProcess server = shell("trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done");
        server.awaitRunning("is up", SOON, () -> server.logText().contains("up"));
        assertThat(server.stop(SOON)).isEqualTo(7);
    }

    @Test
    void killsAServerThatDoesNotStopAndSaysSo() {
        ServerProcess server = shell("trap '' TERM; echo up; while :; do sleep 0.05; done");
        server.awaitRunning("is up", SOON, () -> server.logText().contains("up"));
        assertThatThrownBy(() -> server.stop(Duration.ofMillis(300))).hasMessageContaining("server did not end within");
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void showsTheLogOfAServerThatEndsAtOnce() {
        ServerProcess server = shell("echo no such option >&2; exit 3");
        assertThatThrownBy(() -> server.awaitPort(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("server ended with 3\nlast lines of ")
                .hasMessageEndingWith("no such option");
    }

    @Test
    void givesServersNothingOfTheUsersEnvironment() {
        ServerProcess server = shell("env; exec sleep 60");
        server.awaitRunning("has said all", SOON, () -> server.logText().contains("LC_ALL=C.UTF-8"));
        server.close();
        assertThat(server.logText().lines().map(line -> line.replaceAll("=.*", "")))
                .isSubsetOf("PATH", "HOME", "JAVA_HOME", "TZ", "LC_ALL", "PWD", "SHLVL", "OLDPWD", "_");
    }

    @Test
    void leftoversAreEndedWithWhatTheyStarted() {
        ServerProcess server = shell("sleep 60 & echo child $!; wait");
        server.awaitRunning("has a child", SOON, () -> server.logText().contains("child"));
        long child = Long.parseLong(server.logText().strip().substring("child ".length()));
        assertThat(Leftovers.end(folder)).isEqualTo(1);
        assertThat(Processes.isAlive(server.pid())).isFalse();
        Await.until("the child is gone", SOON, () -> !Processes.isAlive(child));
        assertThat(Leftovers.end(folder)).isZero();
    }

    @Test
    void aPidThatSomebodyElseGotSinceIsNoLeftover() throws IOException {
        try (ServerProcess server = shell("exec sleep 60")) {
            Files.writeString(folder.resolve("server.pid"), server.pid() + " 1\n");
            assertThat(Leftovers.end(folder)).isZero();
            assertThat(server.isAlive()).isTrue();
        }
    }

    private ServerProcess shell(String script) {
        return ServerProcess.start("server", folder, List.of("sh", "-c", script));
    }
}
