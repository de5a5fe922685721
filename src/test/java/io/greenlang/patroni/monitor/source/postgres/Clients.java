package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.PasswordUse;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.HostList;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.config.RequireAuth;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Shared;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Target;
import io.greenlang.patroni.monitor.testing.PostgresUnderTest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Clients as the tests of this package want them. */
final class Clients {
    static final Duration SQL_TIMEOUT = Duration.ofSeconds(2);
    /** As a role with a password has it by default. */
    static final PasswordUse PASSWORD_USE = new PasswordUse(RequireAuth.SCRAM, HostList.NONE);

    static final PasswordUse NO_PASSWORD = new PasswordUse(RequireAuth.ANY, HostList.NONE);

    static final PollConfig POLL = Configs.poll(Duration.ofSeconds(5), Duration.ofSeconds(2), SQL_TIMEOUT);

    static final Watched WATCHED = new Watched(Set.of(), 50, Set.of());

    private static final Pattern COMPLAINTS = Pattern.compile("could not|incomplete|(WARNING|ERROR|FATAL):");

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
        PasswordUse use = password == null ? NO_PASSWORD : PASSWORD_USE;
        return new PostgresConfig(true, role, password, "postgres", "prefer", null, null, use, WATCHED);
    }

    static PostgresClient client(PostgresUnderTest server, PostgresConfig config) {
        return client(target(server), config, Clock.systemUTC());
    }

    static PostgresClient client(Target target, PostgresConfig config, Clock clock) {
        return new PostgresClient(target, config, POLL, InputLimits.DEFAULTS, new Shared(clock, HOUSEKEEPER, null));
    }

    /** One whose slow statements may take so long, and wait for locks for half of that. */
    static PostgresClient impatient(PostgresUnderTest server, Duration slowTimeout) {
        PollConfig poll = Configs.cluster(
                        "demo",
                        "seeds = [\"http://127.0.0.1:8008\"], poll { sql-timeout = %dms, slow-timeout = %dms }"
                                .formatted(SQL_TIMEOUT.toMillis(), slowTimeout.toMillis()))
                .poll();
        return new PostgresClient(
                target(server),
                config("patroni_monitor", null),
                poll,
                InputLimits.DEFAULTS,
                new Shared(Clock.systemUTC(), HOUSEKEEPER, null));
    }

    /** The complaints that a server logged from a line on, as soon as so many connections came and never logged in. */
    static List<String> complaints(PostgresUnderTest server, int from, int connections) {
        List<String> since = List.of();
        while (withoutLogin(since) < connections) {
            List<String> log = server.log();
            since = log.subList(from, log.size());
        }
        return since.stream().filter(line -> COMPLAINTS.matcher(line).find()).toList();
    }

    /** Reading the log is a login, too. */
    private static int withoutLogin(List<String> log) {
        Set<String> processes = processes(log, "connection received");
        processes.removeAll(processes(log, "connection authorized"));
        return processes.size();
    }

    private static Set<String> processes(List<String> log, String event) {
        return log.stream()
                .filter(line -> line.contains(event))
                .map(line -> line.substring(0, line.indexOf(',')))
                .collect(Collectors.toSet());
    }

    static <T> T value(Answer<T> answer) {
        return answer.value().orElseThrow(() -> new AssertionError("not answered: " + answer));
    }

    static <T> Failure failure(Answer<T> answer) {
        return answer.reason().orElseThrow(() -> new AssertionError("no failure: " + answer));
    }
}
