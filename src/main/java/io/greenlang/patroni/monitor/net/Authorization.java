package io.greenlang.patroni.monitor.net;

import io.greenlang.patroni.monitor.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What a request is authorized by, and where that may be sent. Its secret is read again for each request. */
@FunctionalInterface
public interface Authorization {
    /** Sends nothing. */
    Authorization NONE = to -> null;

    /**
     * The header's value; null for none.
     *
     * @param to where the request goes
     * @throws IOException when the secret can't be read; the message names its file
     */
    @Nullable String header(HttpUrl to) throws IOException;

    /** Why there is a secret and it is not sent there, for people; null where it is sent, or there is none. */
    default @Nullable String withheld(HttpUrl to) {
        return null;
    }

    /**
     * For a remote that the configuration itself names.
     *
     * @param password null for an empty one
     */
    static Authorization basic(String username, @Nullable Secret password) {
        return to -> Credentials.basic(username, password == null ? "" : password.reveal(), StandardCharsets.UTF_8);
    }

    /** For a remote that the configuration itself names. */
    static Authorization bearer(Secret token) {
        return to -> "Bearer " + token.reveal();
    }

    /** The same for remotes that members name: sent only where these may have it. */
    default Authorization onlyTo(Recipients recipients) {
        Authorization secret = this;
        return new Authorization() {
            @Override
            public @Nullable String header(HttpUrl to) throws IOException {
                return recipients.mayHaveSecrets(to) ? secret.header(to) : null;
            }

            @Override
            public @Nullable String withheld(HttpUrl to) {
                return recipients.mayHaveSecrets(to)
                        ? null
                        : "credentials not sent: " + Excerpt.of(to.host())
                                + " is not named in the configuration; add it to " + recipients.key();
            }
        };
    }
}
