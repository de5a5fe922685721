package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Target;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One member's PostgreSQL, and the connections to where it is now. Confined to its poll thread; its visits are not. */
final class SqlNode implements AutoCloseable {
    private final String member;
    private final ClusterConfig cluster;
    private final PostgresClient.Shared shared;
    private final SingleFlight flight;
    private final SlowReadings slow;
    private @Nullable PostgresClient client;
    private @Nullable Target target;

    SqlNode(
            String member,
            ClusterConfig cluster,
            PostgresClient.Shared shared,
            Executor workers,
            InternalErrors errors) {
        this.member = member;
        this.cluster = cluster;
        this.shared = shared;
        this.flight = new SingleFlight("PostgreSQL of " + member, workers, shared.clock(), errors);
        this.slow =
                new SlowReadings(member, cluster.poll().slow(), new SlowSource.Asking(workers, shared.clock(), errors));
    }

    /** What is asked in one round, of one address. Safe to ask from any thread. */
    final class Visit {
        private final @Nullable PostgresClient asked;
        private final Answer<PostgresFacts> otherwise;

        /** @param otherwise the answer where nobody can be asked */
        private Visit(@Nullable PostgresClient asked, Answer<PostgresFacts> otherwise) {
            this.asked = asked;
            this.otherwise = otherwise;
        }

        /** Asks for the fast facts; {@code NotAsked} where SQL is switched off. Never fails. */
        CompletableFuture<Answer<PostgresFacts>> facts(RoundDeadline deadline) {
            PostgresClient client = asked;
            if (client == null) {
                return CompletableFuture.completedFuture(otherwise);
            }
            return flight.ask(
                    () -> deadline.isOver()
                            ? Answer.failed(
                                    FailureKind.MONITOR_BUSY,
                                    "no time left in this round to ask " + member,
                                    shared.clock().instant())
                            : client.facts(deadline.patience(cluster.poll().sqlTimeout())),
                    failure -> new Answer.Failed<>(failure, shared.clock().instant()));
        }

        /** Has the slow facts read where it is time for it: see {@link SlowReadings#refresh}. */
        CompletableFuture<?> refreshSlowly(boolean answersNow) {
            return asked != null && answersNow ? slow.refresh(asked) : CompletableFuture.completedFuture(null);
        }
    }

    /** Connections to another address than before are closed. */
    Visit at(MemberAddress address) {
        if (!cluster.postgres().enabled()) {
            return new Visit(null, Answer.notAsked());
        }
        String host = address.host();
        Integer port = address.port();
        if (host == null || port == null) {
            return new Visit(
                    null,
                    Answer.failed(
                            FailureKind.NO_ADDRESS,
                            member + " " + address.whyNoPostgres(),
                            shared.clock().instant()));
        }
        Target wanted = new Target(cluster.name(), member, host, port);
        PostgresClient now = client;
        if (now == null || !wanted.equals(target)) {
            close();
            now = new PostgresClient(wanted, cluster.postgres(), cluster.poll(), cluster.input(), shared);
            client = now;
            target = wanted;
        }
        return new Visit(now, Answer.notAsked());
    }

    /** When the certificate ends that it showed last: see {@link PostgresClient#certificate}. */
    Optional<CertificateEnd> certificate() {
        PostgresClient now = client;
        return now == null ? Optional.empty() : now.certificate();
    }

    SlowReadings slow() {
        return slow;
    }

    @Override
    public void close() {
        PostgresClient old = client;
        client = null;
        target = null;
        slow.forget();
        if (old != null) {
            old.close();
        }
    }
}
