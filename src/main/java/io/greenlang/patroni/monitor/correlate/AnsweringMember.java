package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClientEndpoint.Reply;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which member answered behind a pooler, a proxy or a virtual address: the one whose postmaster started at that very moment,
 * else the one at that address. Empty when neither names exactly one. Pure.
 */
final class AnsweringMember {
    /** Patroni before 4.0 cuts off what is less. */
    private static final Duration RESOLUTION = Duration.ofMillis(1);

    private AnsweringMember() {}

    static Optional<String> of(Reply reply, List<MemberObservation> members) {
        return only(members, member -> startedThen(member, reply.postmasterStartTime()))
                .or(() -> only(members, member -> isAt(member.presence().address(), reply)));
    }

    private static Optional<String> only(List<MemberObservation> members, Predicate<MemberObservation> fits) {
        List<String> fitting =
                members.stream().filter(fits).map(MemberObservation::name).toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    private static boolean startedThen(MemberObservation member, Instant byItsHostsClock) {
        return startByItsHostsClock(member)
                .map(start -> Duration.between(start, byItsHostsClock).abs())
                .filter(apart -> apart.compareTo(RESOLUTION) < 0)
                .isPresent();
    }

    private static Optional<Instant> startByItsHostsClock(MemberObservation member) {
        return member.postgres()
                .value()
                .map(facts ->
                        uncorrected(facts.server().hostClock(), facts.server().postmasterStartTime()))
                .or(() -> member.patroni()
                        .value()
                        .flatMap(status -> Optional.ofNullable(status.postgres())
                                .map(PatroniStatus.Postgres::postmasterStartTime)
                                .map(start -> uncorrected(status.hostClock(), start))));
    }

    private static Instant uncorrected(@Nullable ClockOffset host, Instant corrected) {
        return host == null ? corrected : host.shows(corrected);
    }

    private static boolean isAt(MemberAddress address, Reply reply) {
        return reply.host() != null
                && reply.port() != null
                && reply.host().equalsIgnoreCase(address.host())
                && Objects.equals(reply.port(), address.port());
    }
}
