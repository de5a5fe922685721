package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus.Identity;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Who answers at an address that two members publish, so that one PostgreSQL is never taken for two that accept writes. A
 * member that was renamed is listed under both names until the old key expires; on Kubernetes a dead pod stays listed while
 * another one gets its address. Pure.
 */
final class AddressOwners {
    private AddressOwners() {}

    /** The same round, where what another member answered is a failure. */
    static Observation admit(Observation seen) {
        return seen.with(
                seen.members().stream().map(member -> admit(member, seen)).toList(), seen.dcs());
    }

    private static MemberObservation admit(MemberObservation member, Observation seen) {
        String answering = nameByPatroni(member).orElseGet(() -> owner(member, seen, AddressOwners::haveOneApi));
        MemberObservation own = answering.equals(member.name())
                ? member
                : member.withPatroni(member.patroni()
                        .rejected(FailureKind.SCOPE_MISMATCH, otherMember("Patroni", answering, member)));
        String serving = owner(member, seen, AddressOwners::haveOnePostgres);
        return serving.equals(member.name()) || !member.postgres().isAnswered()
                ? own
                : own.withoutPostgres(member.postgres()
                        .rejected(FailureKind.SCOPE_MISMATCH, otherMember("PostgreSQL", serving, member)));
    }

    /** Whose Patroni says so itself (3.2.0 and later), else who came last: the member itself when it shares with nobody. */
    private static String owner(MemberObservation member, Observation seen, BiPredicate<Presence, Presence> share) {
        return seen.members().stream()
                .filter(other -> other.name().equals(member.name()) || share.test(member.presence(), other.presence()))
                .max(Comparator.comparing(AddressOwners::namesItself)
                        .thenComparing(other -> other.presence().firstSeen())
                        .thenComparing(MemberObservation::name))
                .map(MemberObservation::name)
                .orElse(member.name());
    }

    private static boolean namesItself(MemberObservation member) {
        return nameByPatroni(member).filter(member.name()::equals).isPresent();
    }

    private static Optional<String> nameByPatroni(MemberObservation member) {
        return member.patroni().value().map(status -> status.identity()).map(Identity::name);
    }

    private static boolean haveOneApi(Presence one, Presence other) {
        String api = one.address().apiUrl();
        return api != null && api.equals(other.address().apiUrl());
    }

    private static boolean haveOnePostgres(Presence one, Presence other) {
        String host = one.address().host();
        Integer port = one.address().port();
        return host != null
                && port != null
                && host.equals(other.address().host())
                && port.equals(other.address().port());
    }

    private static String otherMember(String what, String other, MemberObservation member) {
        return "%s there is %s, not %s".formatted(what, other, member.name());
    }
}
