package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far one standby would come if the primary failed at the moment at which its position was read. A standby replays all
 * that it has received before it promotes, so replay does not count.
 *
 * <p>It has for certain what it had confirmed to the primary by then, or told before. It can't have more than the primary
 * had sent by then: what is on its way may still arrive. A standby with a {@code restore_command} can also get what is in
 * the archive, so that nothing limits it.
 *
 * @param certain null when nothing proves it
 * @param possible null when nothing limits it
 */
record Reach(@Nullable Lsn certain, @Nullable Lsn possible) {

    /** @param before what it had received in an earlier round; null when that is not known */
    static Reach of(MemberObservation standby, WalSeen primary, @Nullable Lsn before) {
        List<WalSender> senders = primary.sendersTo(standby.name());
        Optional<Position> told = new Testimony(standby).received();
        Instant moment = primary.read() == null ? Instant.MAX : primary.read().asked();
        Stream<Lsn> confirmed = senders.stream().map(WalSender::flushLsn).filter(Objects::nonNull);
        Stream<Lsn> toldBefore = Stream.concat(
                told.filter(position -> !position.received().isAfter(moment)).map(Position::lsn).stream(),
                Stream.ofNullable(before));
        Lsn certain = Stream.concat(confirmed, toldBefore).reduce(Reach::later).orElse(null);
        Lsn possible = limit(standby, senders, told.map(Position::lsn));
        // one that was rebuilt or rewound has less than it had
        boolean contradicts = certain != null && possible != null && certain.compareTo(possible) > 0;
        return new Reach(contradicts ? possible : certain, possible);
    }

    /** Nothing is known of it. */
    boolean isUnknown() {
        return certain == null && possible == null;
    }

    /** Both ends are the same. */
    boolean isExact() {
        return certain != null && certain.equals(possible);
    }

    /** It has more than the other can have. */
    boolean isAheadOf(Reach other) {
        return certain != null && other.possible() != null && certain.compareTo(other.possible()) > 0;
    }

    private static @Nullable Lsn limit(MemberObservation standby, List<WalSender> senders, Optional<Lsn> told) {
        if (mayRestore(standby)) {
            return null;
        }
        Optional<Lsn> sent = senders.stream()
                .map(WalSender::sentLsn)
                .filter(Objects::nonNull)
                .reduce(Reach::later);
        if (sent.isPresent()) {
            return told.map(own -> later(own, sent.get())).orElseGet(sent::get);
        }
        return isWithoutReceiver(standby) ? told.orElse(null) : null;
    }

    /** Its PostgreSQL says that it has a restore_command, or that can't be ruled out. */
    private static boolean mayRestore(MemberObservation standby) {
        return standby.sizes()
                .value()
                .map(PostgresSizes::housekeeping)
                .map(Housekeeping::settings)
                .map(settings ->
                        settings.stream().anyMatch(setting -> setting.name().equals("restore_command")))
                .orElse(true);
    }

    /**
     * None runs, and one has run since the standby was started: before that a standby replays what it has of its own, and
     * only replay tells how much that is.
     */
    private static boolean isWithoutReceiver(MemberObservation standby) {
        return standby.postgres()
                .value()
                .filter(facts -> facts.replication().receiver() == null)
                .map(PostgresFacts::wal)
                .filter(wal -> wal.receiveLsn() != null)
                .isPresent();
    }

    private static Lsn later(Lsn one, Lsn other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
