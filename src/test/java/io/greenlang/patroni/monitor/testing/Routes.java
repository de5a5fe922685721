package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClientEndpoint;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Reply;
import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Made-up endpoints of applications, at {@code primary.db:5432} and {@code replica.db:5432}, and where they lead. */
public final class Routes {
    private Routes() {}

    /** It answered at {@code received}, within 4 ms. */
    public static ClientRoute to(
            Kind kind, Destination destination, @Nullable String member, String detail, Instant received) {
        boolean inRecovery =
                destination == Destination.STANDBY || (kind == Kind.REPLICA && destination == Destination.RIGHT);
        Reply reply = new Reply("7316840262219403301", inRecovery, inRecovery ? null : 4, "10.0.0.1", 5432, received);
        return new ClientRoute(
                new ClientEndpoint(kind, address(kind), Answer.answered(reply, received.minusMillis(4), received)),
                member,
                destination,
                detail);
    }

    public static ClientRoute failing(Kind kind, FailureKind reason, Instant at) {
        Answer<Reply> answer = Answer.failed(reason, address(kind) + ": no usable answer", at);
        String detail = answer.reason().orElseThrow().toString();
        return new ClientRoute(new ClientEndpoint(kind, address(kind), answer), null, Destination.UNKNOWN, detail);
    }

    private static String address(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + ".db:5432";
    }
}
