package io.greenlang.patroni.monitor.export.http;

import com.sun.net.httpserver.HttpExchange;
import io.greenlang.patroni.monitor.config.HttpConfig.BasicAuth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Basic authentication. The password is read at every request, so that a rotated one needs no restart. */
final class AccessGuard {
    static final String CHALLENGE = "Basic realm=\"patroni-monitor\", charset=\"UTF-8\"";

    private static final Logger logger = LoggerFactory.getLogger(AccessGuard.class);
    private static final String SCHEME = "Basic ";

    private final @Nullable BasicAuth wanted;

    /** @param wanted null when anybody may enter */
    AccessGuard(@Nullable BasicAuth wanted) {
        this.wanted = wanted;
    }

    boolean admits(HttpExchange exchange) {
        return wanted == null || matches(wanted, exchange.getRequestHeaders().getFirst("Authorization"));
    }

    /** Compares in constant time. Nobody is admitted while the password can't be read or is empty. */
    private static boolean matches(BasicAuth wanted, @Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            String password = wanted.password().reveal();
            byte[] given =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            byte[] expected = (wanted.username() + ":" + password).getBytes(StandardCharsets.UTF_8);
            return MessageDigest.isEqual(expected, given) && !password.isEmpty();
        } catch (IllegalArgumentException e) {
            logger.debug("credentials are no Base64", e);
            return false;
        } catch (IOException e) {
            logger.warn("nobody is admitted: the password can't be read", e);
            return false;
        }
    }
}
