package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    @Test
    void isReadAgainAtEachUse(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("password"), "before\n");
        Secret secret = Secret.inFile(file);
        assertThat(secret.reveal()).isEqualTo("before");

        Files.writeString(file, "after\r\n");

        assertThat(secret.reveal()).isEqualTo("after");
    }

    @Test
    void namesTheFileThatHasGone(@TempDir Path dir) {
        Path file = dir.resolve("password");

        assertThatThrownBy(() -> Secret.inFile(file).reveal())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void isNotInTheTextOfTheConfiguration() throws ConfigException, IOException {
        MonitorConfig config = Configs.LOADER.load(
                "patroni-monitor.clusters.a { dns = \"a:1\", postgres.password = ${PATH} }", "monitor.conf");
        String secret = System.getenv("PATH");

        assertThat(config.clusters().get(0).postgres().password().reveal()).isEqualTo(secret);
        assertThat(config.toString()).contains("password=***").doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres { password = hunter2, password-file = \"/no/file\" }",
                "postgres.password = hunter2",
                "postgres.password = [hunter2]",
                "postgres.password = { value = hunter2 }",
                "postgres.password-file = hunter2",
                "postgres.pasword = hunter2",
                "postgres = hunter2",
                "patroni.password = hunter2",
                "patroni = \"me:hunter2\"",
                "patroni { username = me, pass = hunter2 }",
                "seeds = [\"http://me:hunter2@b:1\"]",
                "seeds = [\"me:hunter2@b:1\"]",
                "seeds = \"http://me:hunter2@b:1,http://c:1\"",
                "dns = \"me:hunter2@b:1\"",
                "postgres.password = hunter2\"",
                "postgres.password = \"hunter2",
                "postgres.password = \"\"\"hunter2",
                "postgres.password hunter2\n x = 1",
                "postgres.password = [hunter2\n x = 1",
                "postgres.password = \"hunter2\" : 1",
                "postgres.password = $hunter2",
                "postgres.password = hunter2 { hunter2 ] }",
                "postgres.password = %hunter2@`",
            })
    void isNotInAnyMessage(String line) {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> Configs.LOADER.load(
                        "patroni-monitor.clusters.a {\n dns = \"a:1\"\n" + line + "\n}\n", "monitor.conf"));

        assertThat(refused).isNotNull();
        assertThat(refused.toString()).contains("monitor.conf:").doesNotContain("hunter2");
        assertThat(refused.problems().toString()).doesNotContain("hunter2");
        assertThat(refused.getCause()).isNull();
    }
}
