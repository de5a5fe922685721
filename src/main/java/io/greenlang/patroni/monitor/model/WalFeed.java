package io.greenlang.patroni.monitor.model;

import java.util.Optional;

/**
 * In which way a standby's WAL comes in.
 *
 * @param words what it does instead of streaming, for people
 */
public record WalFeed(boolean streams, String words) {

    /** By its own SQL, else by its Patroni; empty when neither can tell. */
    static Optional<WalFeed> of(MemberObservation standby) {
        return standby.postgres()
                .value()
                .flatMap(WalFeed::bySql)
                .or(() -> standby.patroni().value().flatMap(WalFeed::byPatroni));
    }

    /** Without the privileges of {@code pg_monitor} a receiver that runs has no status. */
    private static Optional<WalFeed> bySql(PostgresFacts facts) {
        PostgresFacts.WalReceiver receiver = facts.replication().receiver();
        if (receiver == null) {
            return Optional.of(new WalFeed(false, "has no WAL receiver"));
        }
        return Optional.ofNullable(receiver.status())
                .map(status -> new WalFeed(status.equals("streaming"), "has a WAL receiver that is " + status));
    }

    /** Patroni 3.0.4 and later say how WAL comes in; before that, silence means nothing. */
    private static Optional<WalFeed> byPatroni(PatroniStatus status) {
        return status.replicationState()
                .map(state -> new WalFeed(
                        state.isStreaming(),
                        (state.isTold() ? "is " + state : "does not stream") + ", as Patroni says"));
    }
}
