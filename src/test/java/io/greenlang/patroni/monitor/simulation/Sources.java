package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.simulation.Machine.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What each question of one round is answered with: the truth, or why it can't be had. */
final class Sources {
    private static final Duration PROMPTLY = Duration.ofMillis(20);
    private static final Duration SLOWLY = Duration.ofMillis(1_900);
    private static final Duration HEAD_START = Duration.ofMillis(100);

    private final World world;
    private final Facts facts;
    private final Logins logins = new Logins();

    Sources(World world) {
        this.world = world;
        this.facts = new Facts(world);
    }

    /** When the slowest of the answers is in. */
    Instant roundEnd() {
        return world.clocks.monitor(world.now().plus(SLOWLY));
    }

    Answer<Boolean> liveness(Machine of) {
        return restFailure(of)
                .<Answer<Boolean>>map(kind -> failed(kind, of))
                .orElseGet(() -> answered(true, of, Duration.ZERO));
    }

    Answer<PatroniStatus> status(Machine of) {
        return restFailure(of)
                .or(() -> Optional.of(FailureKind.TIMEOUT)
                        .filter(hung -> of.postgres == Postgres.UP && of.has(Trouble.POSTGRES_HUNG)))
                .<Answer<PatroniStatus>>map(kind -> failed(kind, of))
                .orElseGet(() -> answered(facts.status(of), of, Duration.ZERO));
    }

    Answer<ClusterView> view(Machine of) {
        return ofDcs(of, facts::view);
    }

    Answer<TimelineHistory> history(Machine of) {
        return ofDcs(of, () -> new TimelineHistory(world.dcs.history));
    }

    Answer<DynamicConfig> config(Machine of) {
        DynamicConfig defaults = DynamicConfig.DEFAULTS;
        return ofDcs(
                of,
                () -> new DynamicConfig(
                        defaults.timing(),
                        defaults.maximumLagOnFailoverBytes(),
                        defaults.synchronousMode(),
                        world.scenario.setting().failsafe(),
                        false));
    }

    private <T> Answer<T> ofDcs(Machine of, Supplier<T> content) {
        Optional<FailureKind> failure = restFailure(of);
        if (failure.isPresent()) {
            return failed(failure.get(), of);
        }
        if (!world.dcs.health.answers() || of.has(Trouble.DCS_CUT)) {
            return failed(FailureKind.EMPTY_REPLY, of);
        }
        of.dcsContact = world.round;
        return answered(content.get(), of, Duration.ZERO);
    }

    private Optional<FailureKind> restFailure(Machine of) {
        if (of.has(Trouble.ADDRESS_LOST)) {
            return Optional.of(FailureKind.NO_ADDRESS);
        }
        boolean flickers = of.has(Trouble.REST_FLICKERS) && world.round % 2 == 0;
        if (of.has(Trouble.REST_CUT) || of.has(Trouble.HOST_LOST) || flickers) {
            return Optional.of(FailureKind.TIMEOUT);
        }
        if (of.has(Trouble.ADDRESS_REUSED)) {
            return Optional.of(FailureKind.SCOPE_MISMATCH);
        }
        if (!of.patroniRuns()) {
            return Optional.of(FailureKind.REFUSED);
        }
        if (of.has(Trouble.PATRONI_HUNG)) {
            return Optional.of(FailureKind.TIMEOUT);
        }
        return of.has(Trouble.REST_UNAUTHORIZED) ? Optional.of(FailureKind.AUTH) : Optional.empty();
    }

    Answer<PostgresFacts> sql(Machine of) {
        Optional<FailureKind> failure = wayToPostgres(of);
        if (failure.isPresent()) {
            return failed(failure.get(), of);
        }
        Optional<Answer<PostgresFacts>> repeated = logins.repeated(of.name, world.now());
        if (repeated.isPresent()) {
            return repeated.get();
        }
        if (of.has(Trouble.ADDRESS_REUSED)) {
            return answered(facts.foreignSql(), of, HEAD_START);
        }
        Optional<FailureKind> postgres = postgresFailure(of);
        if (postgres.isPresent()) {
            return failed(postgres.get(), of);
        }
        if (of.has(Trouble.LOGIN_REFUSED)) {
            return logins.refused(of.name, world.now(), received(of));
        }
        logins.accepted(of.name);
        return answered(facts.sql(of), of, of.primary ? Duration.ZERO : HEAD_START);
    }

    private Optional<FailureKind> wayToPostgres(Machine of) {
        if (of.has(Trouble.ADDRESS_LOST)) {
            return Optional.of(FailureKind.NO_ADDRESS);
        }
        boolean flickers = of.has(Trouble.SQL_FLICKERS) && (world.round + of.index) % 2 == 0;
        return of.has(Trouble.SQL_CUT) || of.has(Trouble.HOST_LOST) || flickers
                ? Optional.of(FailureKind.TIMEOUT)
                : Optional.empty();
    }

    private static Optional<FailureKind> postgresFailure(Machine of) {
        if (of.postgres == Postgres.DOWN) {
            return Optional.of(FailureKind.REFUSED);
        }
        if (of.has(Trouble.SQL_UNREADABLE)) {
            return Optional.of(FailureKind.TLS);
        }
        if (of.has(Trouble.POSTGRES_HUNG)) {
            return Optional.of(FailureKind.TIMEOUT);
        }
        return of.postgres == Postgres.STARTING ? Optional.of(FailureKind.STARTING) : Optional.empty();
    }

    private <T> Answer<T> answered(T content, Machine by, Duration after) {
        return Answer.answered(
                content,
                world.clocks.monitor(world.now().plus(after)),
                received(by).plus(after));
    }

    private <T> Answer<T> failed(FailureKind kind, Machine by) {
        return Answer.failed(kind, "made up", received(by));
    }

    private Instant received(Machine by) {
        return world.clocks.monitor(world.now().plus(by.has(Trouble.ANSWERS_SLOWLY) ? SLOWLY : PROMPTLY));
    }
}
