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

    private static @Nullable Number byPatroni(PatroniStatus status) {
        return status.replicationState().map(state -> flag(state.isStreaming())).orElse(null);
    }
}
