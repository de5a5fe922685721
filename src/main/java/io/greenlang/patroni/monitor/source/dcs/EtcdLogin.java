package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.config.DcsConfig.User;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token of one etcd user. A login costs etcd a password hash and a write, so that one is under way at a time for all
 * questions, and one that failed is not tried again for a while, which differs from monitor to monitor. Safe for concurrent use.
 */
final class EtcdLogin {
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(60);
    private static final Duration AFTER_SUCCESS = Duration.ofSeconds(10);
    /** Doubled with each further one: an etcd that is too busy to answer must not be kept busy by logins. */
    private static final Duration AFTER_SILENCE = Duration.ofSeconds(5);

    private static final int MOST_DOUBLINGS = 10;
    /** Of a pause after a failure, so that several monitors do not come back at one moment. */
    private static final double JITTER = 0.2;

    private static final Set<FailureKind> REFUSALS =
            Set.of(FailureKind.AUTH, FailureKind.PERMISSION, FailureKind.BAD_ANSWER);
    /** What a header can carry. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,8192}");

    private final User user;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Token token;
    /** Why there is no other token before that time; all of these only for who has the turn. */
    private @Nullable UnusableAnswerException reason;

    private Instant notBefore = Instant.MIN;
    private long logins;
    private int failures;

    /**
     * @param number of the login that it is from
     * @param text null where etcd wants none, because its authentication is not enabled
     */
    record Token(long number, @Nullable String text) {}

    /** Asks etcd for a token. */
    interface Request {
        /** @return null where etcd's authentication is not enabled */
        @Nullable String token(String name, String password) throws UnusableAnswerException;
    }

    EtcdLogin(User user, Clock clock) {
        this.user = user;
        this.clock = clock;
    }

    /** The newest; null before the first login. Returns at once. */
    @Nullable Token current() {
        return token;
    }

    /**
     * Gets another token than this one, which is {@link #current} then.
     *
     * @param refused null when there is none yet
     * @param patience for a login that is under way
     * @throws UnusableAnswerException when etcd refuses it, or has a short while ago
     */
    void renew(@Nullable Token refused, Duration patience, Request request) throws UnusableAnswerException {
        await(patience);
        try {
            Token newest = token;
            if (newest != null && (refused == null || newest.number() != refused.number())) {
                return;
            }
            UnusableAnswerException last = reason;
            if (last != null && clock.instant().isBefore(notBefore)) {
                throw new UnusableAnswerException(last.kind(), last.detail());
            }
            logIn(password(), request);
        } finally {
            turn.unlock();
        }
    }

    private void logIn(String password, Request request) throws UnusableAnswerException {
        try {
            Token given = new Token(++logins, checked(request.token(user.name(), password)));
            pause(
                    AFTER_SUCCESS,
                    new UnusableAnswerException(FailureKind.AUTH, "refuses the token that it has just given"));
            token = given;
            failures = 0;
        } catch (UnusableAnswerException e) {
            failures++;
            pause(afterFailure(e.kind()), e);
            throw e;
        }
    }

    private Duration afterFailure(FailureKind kind) {
        Duration doubled = AFTER_SILENCE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration most = REFUSALS.contains(kind) || doubled.compareTo(AFTER_REFUSAL) > 0 ? AFTER_REFUSAL : doubled;
        return most.minus(Duration.ofMillis(
                (long) (most.toMillis() * JITTER * ThreadLocalRandom.current().nextDouble())));
    }

    private void pause(Duration time, UnusableAnswerException why) {
        reason = why;
        notBefore = clock.instant().plus(time);
    }

    private void await(Duration patience) throws UnusableAnswerException {
        try {
            if (!turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UnusableAnswerException(FailureKind.TIMEOUT, "a login is still under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableAnswerException(FailureKind.TIMEOUT, "interrupted while a login was under way");
        }
    }

    private String password() throws UnusableAnswerException {
        try {
            return user.password().reveal();
        } catch (IOException e) {
            throw UnusableAnswerException.unreadablePassword(e);
        }
    }

    private static @Nullable String checked(@Nullable String text) throws UnusableAnswerException {
        if (text != null && !TOKEN.matcher(text).matches()) {
            throw UnusableAnswerException.badAnswer("logs in with a token that is none");
        }
        return text;
    }
}
