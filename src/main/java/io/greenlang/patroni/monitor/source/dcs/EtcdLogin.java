package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.config.DcsConfig.User;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token of one etcd user. A login costs etcd a password hash and a write, so that one is under way at a time for all
 * questions, and one that etcd has refused is not tried again for a while. Safe for concurrent use.
 */
final class EtcdLogin {
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(60);
    private static final Duration AFTER_SUCCESS = Duration.ofSeconds(10);
    private static final Set<FailureKind> REFUSALS =
            Set.of(FailureKind.AUTH, FailureKind.PERMISSION, FailureKind.HTTP_STATUS, FailureKind.BAD_ANSWER);
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
        } catch (UnusableAnswerException e) {
            if (REFUSALS.contains(e.kind())) {
                pause(AFTER_REFUSAL, e);
            }
            throw e;
        }
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
