package io.greenlang.patroni.monitor.net;

import io.greenlang.patroni.monitor.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Credentials;
import org.jspecify.annotations.Nullable;

/** What a request is authorized by. Its secret is read again for each request. */
@FunctionalInterface
public interface Authorization {
    /** Sends nothing. */
    Authorization NONE = () -> null;

    /**
     * The header's value; null for none.
     *
     * @throws IOException when the secret can't be read; the message names its file
     */
    @Nullable String header() throws IOException;

    /** @param password null for an empty one */
    static Authorization basic(String username, @Nullable Secret password) {
        return () -> Credentials.basic(username, password == null ? "" : password.reveal(), StandardCharsets.UTF_8);
    }

    static Authorization bearer(Secret token) {
        return () -> "Bearer " + token.reveal();
    }
}
