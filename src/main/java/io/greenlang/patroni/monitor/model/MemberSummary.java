package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One member in three words, each from who knows it best; null when nobody does.
 *
 * @param role by the DCS, which knows who leads and who is synchronous; else what the node thinks; else by its SQL; of one
 *     that says nothing, as others showed it last
 * @param state by the node itself; else as the DCS remembers it
 * @param timeline by the node itself; else by its SQL
 * @param ownState what the node itself says now; null when it says nothing
 */
public record MemberSummary(
        @Nullable String role,
        @Nullable String state,
        @Nullable Integer timeline,
        @Nullable PostgresState ownState) {

    public static MemberSummary of(ClusterSnapshot snapshot, MemberObservation member) {
        Optional<PatroniStatus> status = member.patroni().value();
        Optional<PostgresFacts> sql = member.postgres().value();
        Optional<ListedMember> listed =
                snapshot.seen().dcs().view().value().flatMap(view -> view.member(member.name()));
        return new MemberSummary(
                listed.or(() -> remembered(snapshot, member))
                        .map(ListedMember::role)
                        .filter(role -> role != MemberRole.UNKNOWN)
                        .map(MemberRole::label)
                        .or(() -> status.map(PatroniStatus::role)
                                .filter(role -> role != NodeRole.UNKNOWN)
                                .map(NodeRole::label))
                        .or(() -> sql.map(facts -> facts.isWritable() ? "primary" : "replica"))
                        .orElse(null),
                status.map(PatroniStatus::state)
                        .filter(PostgresState::isTold)
                        .or(() -> listed.map(ListedMember::state))
                        .map(PostgresState::text)
                        .orElse(null),
                status.flatMap(PatroniStatus::timeline)
                        .or(() -> sql.flatMap(
                                facts -> Optional.ofNullable(facts.wal().timeline())))
                        .orElse(null),
                status.map(PatroniStatus::state).orElse(null));
    }

    /** As others showed it last, where nobody shows the cluster in this round. */
    private static Optional<ListedMember> remembered(ClusterSnapshot snapshot, MemberObservation member) {
        Observation.DcsAnswers dcs = snapshot.seen().dcs();
        return dcs.view().isAnswered() || member.isReadable()
                ? Optional.empty()
                : dcs.othersViews().stream()
                        .flatMap(view -> view.member(member.name()).stream())
                        .findFirst();
    }

    /** The role, or a word for not knowing it. */
    public String roleOr(String unknown) {
        return Objects.requireNonNullElse(role, unknown);
    }

    /** Patroni's word for a PostgreSQL that does not run; empty unless the node itself says so now. */
    public Optional<String> stateWhileDown() {
        return Optional.ofNullable(ownState)
                .filter(own -> own.isTold() && !own.isRunning())
                .map(PostgresState::text);
    }

    /** The state, or a word for not knowing it. */
    public String stateOr(String unknown) {
        return state == null || state.isEmpty() ? unknown : state;
    }
}
