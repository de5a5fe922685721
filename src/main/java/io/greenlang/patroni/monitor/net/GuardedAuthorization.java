package io.greenlang.patroni.monitor.net;

import java.io.IOException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A secret that knows where it may go. */
record GuardedAuthorization(Authorization secret, Recipients recipients) implements Authorization {
    @Override
    public @Nullable String header(HttpUrl to) throws IOException {
        return recipients.mayHaveSecrets(to) ? secret.header(to) : null;
    }

    @Override
    public @Nullable String withheld(HttpUrl to) {
        return recipients.mayHaveSecrets(to)
                ? null
                : "credentials not sent: " + Excerpt.of(to.host()) + " is not named in the configuration; add it to "
                        + recipients.key();
    }
}
