package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.config.HttpConfig.BasicAuth;
import io.greenlang.patroni.monitor.export.http.server.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Basic authentication. The password is read at every request, so that a rotated one needs no restart. Safe for concurrent use.
 */
final class AccessGuard {
    static final String CHALLENGE = "Basic realm=\"patroni-monitor\", charset=\"UTF-8\"";

    private static final Logger logger = LoggerFactory.getLogger(AccessGuard.class);
    private static final String SCHEME = "Basic ";

    private final @Nullable BasicAuth wanted;
    private final AtomicBoolean readable = new AtomicBoolean(true);

    /** @param wanted null when anybody may enter */
    AccessGuard(@Nullable BasicAuth wanted) {
        this.wanted = wanted;
    }

    boolean admits(Call call) {
        return wanted == null || matches(wanted, call.header("Authorization"));
    }

    /** Compares in constant time. Nobody is admitted while the password can't be read or is empty. */
    private boolean matches(BasicAuth wanted, @Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            String password = password(wanted);
            byte[] given =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            byte[] expected = (wanted.username() + ":" + password).getBytes(StandardCharsets.UTF_8);
            return MessageDigest.isEqual(expected, given) && !password.isEmpty();
        } catch (IllegalArgumentException e) {
            logger.debug("Credentials are not Base64", e);
            return false;
        }
    }

    /** Empty while it can't be read. Says so once, and once when it can be read again: every request comes here. */
    private String password(BasicAuth wanted) {
        try {
            String password = wanted.password().reveal();
            if (readable.compareAndSet(false, true)) {
                logger.info("The password of http.basic-auth can be read again");
            }
            return password;
        } catch (IOException e) {
            if (readable.compareAndSet(true, false)) {
                logger.atWarn()
                        .addKeyValue("reason", reason(e))
                        .log("Nobody is admitted until the password of http.basic-auth can be read");
            }
            return "";
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such file: " + e.getMessage() : String.valueOf(e.getMessage());
    }
}
