package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;

import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a node streams: by its own SQL, else by what its Patroni found out. */
final class Streaming {
    private Streaming() {}

    static @Nullable Number of(SeenMember member) {
        Optional<Number> bySql = member.postgres().findFirst().map(Streaming::bySql);
        return bySql.or(() -> member.patroni().findFirst().map(Streaming::byPatroni))
                .orElse(null);
    }

    private static @Nullable Number bySql(PostgresFacts facts) {
        WalReceiver receiver = facts.replication().receiver();
        if (receiver == null) {
            return 0;
        }
        return receiver.status() == null ? null : flag(receiver.status().equals("streaming"));
    }

    /** Patroni 3.0.4 and later says it, and says nothing when there is neither a receiver nor an archive. */
    private static @Nullable Number byPatroni(PatroniStatus status) {
        PatroniStatus.Postgres postgres = status.postgres();
        if (postgres == null || !status.identity().version().isAtLeast(3, 0, 4)) {
            return null;
        }
        return flag(status.isStreaming());
    }
}
