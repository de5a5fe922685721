package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts.Server;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose facts an answer tells. Addresses are used again, and the groups of a Citus cluster share one scope, so an answer
 * belongs to this cluster by PostgreSQL's system identifier and, where it is set, by {@code cluster_name}, which Patroni
 * makes the scope. One that does not is {@link FailureKind#SCOPE_MISMATCH} from either source and merged into nothing.
 *
 * <p>A member that the DCS lists and whose own Patroni answers for this scope is no stranger, whatever its identifier: that
 * is a cluster with two systems. Where its SQL tells this cluster's identifier, SQL is believed and Patroni is not. Remembers
 * the identifier; one per cluster, one thread at a time.
 */
final class Membership {
    private @Nullable String system;

    /** From a snapshot. */
    void restore(@Nullable String kept) {
        system = kept;
    }

    /** PostgreSQL's system identifier of this cluster; null until a member has told it. */
    @Nullable String system() {
        return system;
    }

    /**
     * The same round, with the answers of strangers as failures.
     *
     * @param scope what Patroni calls this cluster
     */
    Observation admit(Observation seen, String scope) {
        system = systemOf(seen).orElse(system);
        DcsAnswers dcs = seen.dcs();
        DcsAnswers own = Optional.ofNullable(dcs.viewedBy())
                .flatMap(seen::member)
                .flatMap(Membership::byPatroni)
                .filter(told -> isForeign(told, system))
                .map(other -> dcs.withView(
                        dcs.view().rejected(FailureKind.SCOPE_MISMATCH, otherSystem("Patroni", other, system))))
                .orElse(dcs)
                .withDirect(admit(dcs.direct()));
        return seen.with(
                seen.members().stream().map(member -> admit(member, own, scope)).toList(), own);
    }

    /** A namespace or an etcd of another cluster with the same scope tells nothing of this one. */
    private DcsState admit(DcsState direct) {
        return direct.keys()
                .value()
                .flatMap(keys -> Optional.ofNullable(keys.systemIdentifier()))
                .filter(told -> isForeign(told, system))
                .map(other -> new DcsState(
                        direct.keys().rejected(FailureKind.SCOPE_MISMATCH, otherSystem("The cluster", other, system)),
                        direct.endpoints()))
                .orElse(direct);
    }

    /**
     * What the Patronis of more than half of the known members tell, else what is remembered; at first what most answers of
     * both sources tell, of as many what a Patroni does.
     */
    private Optional<String> systemOf(Observation seen) {
        List<String> byPatroni = seen.members().stream()
                .flatMap(member -> byPatroni(member).stream())
                .toList();
        if (system == null) {
            List<String> all = Stream.concat(
                            byPatroni.stream(), seen.members().stream().flatMap(member -> bySql(member).stream()))
                    .toList();
            return mostOf(all, byPatroni);
        }
        return mostOf(byPatroni, byPatroni)
                .filter(most -> Collections.frequency(byPatroni, most) * 2
                        > seen.members().size());
    }

    /** @param preferred of those that are told as often */
    private static Optional<String> mostOf(List<String> told, List<String> preferred) {
        return told.stream()
                .max(Comparator.<String>comparingInt(identifier -> Collections.frequency(told, identifier))
                        .thenComparing(preferred::contains)
                        .thenComparing(Comparator.reverseOrder()));
    }

    private MemberObservation admit(MemberObservation member, DcsAnswers dcs, String scope) {
        Optional<String> own = byPatroni(member);
        boolean stranger = own.isPresent()
                && isForeign(own.get(), system)
                && (!isListed(member, dcs)
                        || bySql(member).filter(told -> told.equals(system)).isPresent());
        MemberObservation admitted = stranger
                ? member.withPatroni(member.patroni()
                        .rejected(FailureKind.SCOPE_MISMATCH, otherSystem("Patroni", own.get(), system)))
                : member;
        String expected = own.isPresent() && !stranger ? own.get() : system;
        return server(member)
                .flatMap(server -> objection(server, expected, scope))
                .map(why -> admitted.withoutPostgres(member.postgres().rejected(FailureKind.SCOPE_MISMATCH, why)))
                .orElse(admitted);
    }

    private static Optional<String> objection(Server server, @Nullable String expected, String scope) {
        if (isForeign(server.systemIdentifier(), expected)) {
            return Optional.of(otherSystem("PostgreSQL", server.systemIdentifier(), expected));
        }
        return Stream.ofNullable(server.clusterName())
                .filter(name -> !name.isEmpty() && !name.equals(scope))
                .map(name -> "PostgreSQL there has cluster_name \"%s\", not \"%s\"".formatted(name, scope))
                .findFirst();
    }

    private static boolean isForeign(String identifier, @Nullable String expected) {
        return expected != null && !identifier.equals(expected);
    }

    private static String otherSystem(String what, String identifier, @Nullable String expected) {
        return "%s there has system identifier %s, this cluster has %s".formatted(what, identifier, expected);
    }

    private static boolean isListed(MemberObservation member, DcsAnswers dcs) {
        return dcs.view()
                .value()
                .map(view -> view.member(member.name()).isPresent())
                .orElse(member.presence().listed());
    }

    private static Optional<String> byPatroni(MemberObservation member) {
        return member.patroni()
                .value()
                .map(PatroniStatus::identity)
                .flatMap(identity -> Optional.ofNullable(identity.systemIdentifier()));
    }

    private static Optional<String> bySql(MemberObservation member) {
        return server(member).map(Server::systemIdentifier);
    }

    private static Optional<Server> server(MemberObservation member) {
        return member.postgres().value().map(facts -> facts.server());
    }
}
