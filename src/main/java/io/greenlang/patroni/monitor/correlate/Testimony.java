package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one member says about itself in this round: by SQL, and by its Patroni where SQL did not answer or did not know. */
record Testimony(MemberObservation member) {

    /** Accepts writes. Patroni's claim counts only where SQL did not answer. */
    boolean isWritable() {
        return member.postgres()
                .value()
                .map(PostgresFacts::isWritable)
                .orElseGet(() -> member.patroni()
                        .value()
                        .map(PatroniStatus::claimsPrimary)
                        .orElse(false));
    }

    /** Runs as a standby. */
    boolean isInRecovery() {
        return member.postgres()
                .value()
                .map(p -> p.wal().inRecovery())
                .orElseGet(() -> member.patroni()
                        .value()
                        .map(p -> p.runsPostgres() == Certainty.YES && !p.claimsPrimary())
                        .orElse(false));
    }

    /** Of the two sources' answers; two different ones are possible, and evidence. */
    Set<String> systemIdentifiers() {
        Set<String> identifiers = new TreeSet<>();
        member.postgres().value().ifPresent(p -> identifiers.add(p.server().systemIdentifier()));
        member.patroni()
                .value()
                .flatMap(p -> Optional.ofNullable(p.identity().systemIdentifier()))
                .ifPresent(identifiers::add);
        return identifiers;
    }

    /** Where a primary writes. */
    Optional<Position> written() {
        return position(p -> p.wal().currentLsn(), p -> p.location().orElse(null));
    }

    /** What a standby has replayed. */
    Optional<Position> replayed() {
        return position(p -> p.wal().replayLsn(), p -> p.replayedLocation().orElse(null));
    }

    /** What a standby has received, or replayed without having received it from a sender. */
    Optional<Position> received() {
        return position(
                p -> later(p.wal().receiveLsn(), p.wal().replayLsn()),
                p -> p.postgres() == null
                        ? null
                        : later(p.postgres().receivedLocation(), p.postgres().replayedLocation()));
    }

    private static @Nullable Lsn later(@Nullable Lsn one, @Nullable Lsn other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Bytes that a standby has received and not yet replayed; 0 when it doesn't say. */
    long unreplayedBytes() {
        Optional<PostgresFacts> sql =
                member.postgres().value().filter(p -> p.wal().replayLsn() != null);
        if (sql.isPresent()) {
            return distance(sql.get().wal().receiveLsn(), sql.get().wal().replayLsn());
        }
        return member.patroni()
                .value()
                .flatMap(p -> Optional.ofNullable(p.postgres()))
                .map(p -> distance(p.receivedLocation(), p.replayedLocation()))
                .orElse(0L);
    }

    private static long distance(@Nullable Lsn received, @Nullable Lsn replayed) {
        return received == null || replayed == null ? 0 : Math.max(0, received.minus(replayed));
    }

    private Optional<Position> position(
            Function<PostgresFacts, @Nullable Lsn> bySql, Function<PatroniStatus, @Nullable Lsn> byPatroni) {
        return position(member.postgres(), bySql).or(() -> position(member.patroni(), byPatroni));
    }

    private static <T> Optional<Position> position(Answer<T> answer, Function<T, @Nullable Lsn> lsn) {
        return answer.fold(
                a -> Optional.ofNullable(lsn.apply(a.content())).map(l -> new Position(l, a.asked(), a.received())),
                failure -> Optional.empty(),
                Optional::empty);
    }
}
