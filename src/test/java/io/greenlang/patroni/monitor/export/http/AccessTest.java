package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.HttpConfig.BasicAuth;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.testing.LoggedEvents;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AccessTest {
    @RegisterExtension
    final LoggedEvents log = LoggedEvents.of(AccessGuard.class);

    @TempDir
    Path directory;

    private Path passwordFile;
    private RunningServer running;

    @BeforeEach
    void start() throws IOException {
        passwordFile = Files.writeString(directory.resolve("password"), "sésame:1\n");
        BasicAuth auth = new BasicAuth("prometheus", Secret.inFile(passwordFile));
        running = RunningServer.start(new HttpConfig("127.0.0.1", 0, auth, null));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/metrics", "/api/v1/clusters", "/api/v1/alerts", "/api/v1/look/status", "/-/reload", "/foo"
            })
    void asksForAPassword(String path) throws Exception {
        HttpResponse<String> answer = running.get(path);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Basic realm=\"patroni-monitor\", charset=\"UTF-8\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/-/healthy", "/-/ready"})
    void letsProbesIn(String path) throws Exception {
        assertThat(running.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void letsInWhoKnowsUserAndPassword() throws Exception {
        assertThat(metrics(basic("prometheus", "sésame:1"))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic !!!",
                "Basic cHJvbWV0aGV1cw==",
                "Bearer cHJvbWV0aGV1czpzw6lzYW1lOjE=",
                "Basic cHJvbWV0aGV1czo="
            })
    void refusesEverythingElse(String header) throws Exception {
        assertThat(metrics(header)).isEqualTo(401);
    }

    @Test
    void refusesAnotherUserWithTheRightPassword() throws Exception {
        assertThat(metrics(basic("root", "sésame:1"))).isEqualTo(401);
    }

    @Test
    void takesARotatedPasswordWithoutARestart() throws Exception {
        Files.writeString(passwordFile, "rotated");
        assertThat(metrics(basic("prometheus", "rotated"))).isEqualTo(200);
        assertThat(metrics(basic("prometheus", "sésame:1"))).isEqualTo(401);
    }

    @Test
    void admitsNobodyWhenThePasswordIsEmptyOrGone() throws Exception {
        Files.writeString(passwordFile, "");
        assertThat(metrics(basic("prometheus", ""))).isEqualTo(401);
        Files.delete(passwordFile);
        assertThat(metrics(basic("prometheus", "sésame:1"))).isEqualTo(401);
    }

    @Test
    void saysOnceThatThePasswordIsGoneAndOnceThatItIsBack() throws Exception {
        Files.delete(passwordFile);
        for (int i = 0; i < 3; i++) {
            assertThat(metrics(basic("prometheus", "any"))).isEqualTo(401);
        }
        Files.writeString(passwordFile, "back");
        for (int i = 0; i < 3; i++) {
            assertThat(metrics(basic("prometheus", "back"))).isEqualTo(200);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Nobody is admitted until the password of http.basic-auth can be read",
                        "The password of http.basic-auth can be read again");
        assertThat(log.list).allMatch(event -> event.getThrowableProxy() == null);
    }

    private int metrics(String header) throws IOException, InterruptedException {
        return running.get("/metrics", "Authorization", header).statusCode();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
