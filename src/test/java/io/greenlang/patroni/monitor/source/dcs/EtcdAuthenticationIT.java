package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.DcsConfig.User;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Etcd;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** A real etcd that asks who is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class EtcdAuthenticationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SteppedClock clock = new SteppedClock(Clock.systemUTC());
    private Path folder;
    private Etcd etcd;
    private DcsSource source;

    @BeforeAll
    void start() throws IOException {
        folder = Target.newFolder("etcd");
        etcd = Etcd.alone(folder);
        etcd.start();
        etcd.put("/service/demo/members/node1", "{\"state\":\"running\"}");
        etcd.put("/service/demo/leader", "node1");
        password("first");
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    @AfterAll
    void stop() {
        etcd.dispose();
    }

    private void password(String text) throws IOException {
        Files.writeString(folder.resolve("password"), text);
    }

    private DcsSource source(String user) {
        source = new DcsSources(clock)
                .source(
                        new Etcd3(
                                etcd.endpoints().stream().map(URI::create).toList(),
                                "service",
                                null,
                                user == null ? null : new User(user, Secret.inFile(folder.resolve("password"))),
                                new Tls(null, null, null, true)),
                        "demo",
                        InputLimits.DEFAULTS);
        return source;
    }

    @Test
    @Order(1)
    void needsNoLoginBeforeAuthenticationIsEnabled() {
        assertThat(source("monitor").keys(PATIENCE).isAnswered()).isTrue();

        etcd.enableAuthentication("/service/", "first");
        clock.advance(Duration.ofSeconds(61));

        assertThat(source.keys(PATIENCE).isAnswered())
                .as("the same source goes on")
                .isTrue();
    }

    @Test
    @Order(2)
    void readsByARoleThatMayReadTheNamespace() {
        Keys keys = source("monitor").keys(PATIENCE).value().orElseThrow();

        assertThat(keys.lock())
                .isNotNull()
                .satisfies(lock -> assertThat(lock.owner()).isEqualTo("node1"));
        assertThat(source.health(source.endpoints().get(0), PATIENCE).isAnswered())
                .isTrue();
    }

    @Test
    @Order(3)
    void tellsThatItIsRefusedAndThatTheEndpointAnswers() {
        assertThat(kind(source(null).keys(PATIENCE))).isEqualTo(FailureKind.AUTH);
        assertThat(source.health(source.endpoints().get(0), PATIENCE).isAnswered())
                .isTrue();
    }

    @Test
    @Order(4)
    void logsInAgainWithTheNewPassword() throws IOException {
        assertThat(source("monitor").keys(PATIENCE).isAnswered()).isTrue();
        etcd.changePassword("second");
        clock.advance(Duration.ofSeconds(11));

        assertThat(kind(source.keys(PATIENCE))).isEqualTo(FailureKind.AUTH);

        password("second");
        clock.advance(Duration.ofSeconds(61));
        assertThat(source.keys(PATIENCE).isAnswered()).isTrue();
    }

    private static FailureKind kind(Answer<?> answer) {
        return answer.reason().orElseThrow().kind();
    }
}
