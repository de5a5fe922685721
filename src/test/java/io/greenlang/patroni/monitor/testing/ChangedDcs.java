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

/** A picture in which the DCS says something else. */
public final class ChangedDcs {
    private ChangedDcs() {}

    public static ClusterSnapshot history(ClusterSnapshot picture, Answer<TimelineHistory> history) {
        DcsAnswers dcs = picture.seen().dcs();
        return with(picture, new DcsAnswers(dcs.view(), dcs.viewedBy(), dcs.peerViews(), history, dcs.config()));
    }

    public static ClusterSnapshot view(ClusterSnapshot picture, UnaryOperator<ClusterView> change) {
        DcsAnswers dcs = picture.seen().dcs();
        return with(picture, dcs.withView(dcs.view().map(change)));
    }

    public static ClusterSnapshot peers(ClusterSnapshot picture, PeerView... peers) {
        DcsAnswers dcs = picture.seen().dcs();
        return with(picture, new DcsAnswers(dcs.view(), dcs.viewedBy(), List.of(peers), dcs.history(), dcs.config()));
    }

    static ClusterSnapshot direct(ClusterSnapshot picture, DcsState read) {
        return with(picture, picture.seen().dcs().withDirect(read));
    }

    private static ClusterSnapshot with(ClusterSnapshot picture, DcsAnswers dcs) {
        Observation seen = picture.seen();
        return new ClusterSnapshot(seen.with(seen.members(), dcs), picture.facts(), picture.expectedMembers());
    }
}
