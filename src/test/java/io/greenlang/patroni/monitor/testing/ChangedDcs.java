package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import java.util.List;
import java.util.function.UnaryOperator;

/** A snapshot in which the DCS says something else. */
public final class ChangedDcs {
    private ChangedDcs() {}

    public static ClusterSnapshot history(ClusterSnapshot snapshot, Answer<TimelineHistory> history) {
        DcsAnswers dcs = snapshot.seen().dcs();
        return with(snapshot, new DcsAnswers(dcs.view(), dcs.viewedBy(), dcs.peerViews(), history, dcs.config()));
    }

    public static ClusterSnapshot view(ClusterSnapshot snapshot, UnaryOperator<ClusterView> change) {
        DcsAnswers dcs = snapshot.seen().dcs();
        return with(snapshot, dcs.withView(dcs.view().map(change)));
    }

    public static ClusterSnapshot peers(ClusterSnapshot snapshot, PeerView... peers) {
        DcsAnswers dcs = snapshot.seen().dcs();
        return with(snapshot, new DcsAnswers(dcs.view(), dcs.viewedBy(), List.of(peers), dcs.history(), dcs.config()));
    }

    static ClusterSnapshot direct(ClusterSnapshot snapshot, DcsState read) {
        return with(snapshot, snapshot.seen().dcs().withDirect(read));
    }

    private static ClusterSnapshot with(ClusterSnapshot snapshot, DcsAnswers dcs) {
        Observation seen = snapshot.seen();
        return new ClusterSnapshot(seen.with(seen.members(), dcs), snapshot.facts(), snapshot.expectedMembers());
    }
}
