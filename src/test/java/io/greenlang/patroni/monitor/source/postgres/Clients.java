package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Shared;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Target;
import io.greenlang.patroni.monitor.testing.PostgresUnderTest;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Clients as the tests of this package want them. */
final class Clients {
    static final Duration SQL_TIMEOUT = Duration.ofSeconds(2);
    static final PollConfig POLL = new PollConfig(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            SQL_TIMEOUT,
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30));

    private static final ScheduledExecutorService HOUSEKEEPER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "housekeeper");
        thread.setDaemon(true);
        return thread;
    });

    private Clients() {}

    static Target target(PostgresUnderTest server) {
        return new Target("demo", "node1", server.host(), server.port());
    }

    static PostgresConfig config(String role, @Nullable Secret password) {
        return new PostgresConfig(true, role, password, "postgres", "prefer", null, null);
    }

    static PostgresClient client(PostgresUnderTest server, PostgresConfig config) {
        return client(target(server), config, Clock.systemUTC());
    }

    static PostgresClient client(Target target, PostgresConfig config, Clock clock) {
        return new PostgresClient(target, config, POLL, new Shared(clock, HOUSEKEEPER, null));
    }

    static <T> T value(Answer<T> answer) {
        return answer.value().orElseThrow(() -> new AssertionError("not answered: " + answer));
    }

    static <T> Failure failure(Answer<T> answer) {
        return answer.reason().orElseThrow(() -> new AssertionError("no failure: " + answer));
    }
}
