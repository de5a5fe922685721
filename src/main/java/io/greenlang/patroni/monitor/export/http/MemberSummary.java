package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One member in three words, each from who knows it best; null when nobody does.
 *
 * @param role by the DCS, which knows who leads and who is synchronous; else what the node thinks
 * @param state by the node itself; else as the DCS remembers it
 * @param timeline by the node itself; else by its SQL
 */
record MemberSummary(
        @Nullable String role,
        @Nullable String state,
        @Nullable Integer timeline) {

    static MemberSummary of(ClusterSnapshot picture, MemberObservation member) {
        Optional<PatroniStatus> status = member.patroni().value();
        Optional<ListedMember> listed = picture.seen().dcs().view().value().flatMap(view -> view.member(member.name()));
        return new MemberSummary(
                listed.map(entry -> entry.role().label())
                        .or(() -> status.map(known -> known.role().label()))
                        .orElse(null),
                status.map(known -> known.state().text())
                        .or(() -> listed.map(entry -> entry.state().text()))
                        .orElse(null),
                status.flatMap(PatroniStatus::timeline)
                        .or(() -> member.postgres()
                                .value()
                                .flatMap(
                                        facts -> Optional.ofNullable(facts.wal().timeline())))
                        .orElse(null));
    }
}
