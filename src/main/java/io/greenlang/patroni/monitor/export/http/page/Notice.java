package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known before anything else is read.
 *
 * @param tone as of a {@link Fact}
 */
record Notice(String tone, String title, List<String> lines) {
    static List<Notice> of(ClusterReport report, ClusterSnapshot snapshot, Visit visit) {
        List<Notice> notices = new ArrayList<>();
        Division division = snapshot.facts().leadership().division();
        if (!division.evidence().isEmpty()) {
            List<String> lines = new ArrayList<>(division.evidence());
            lines.addAll(division.whyUnfenced());
            notices.add(new Notice("critical", "Split brain", List.copyOf(lines)));
        }
        String former = snapshot.facts().visibility().formerLeader();
        if (former != null) {
            notices.add(new Notice("warning", "A former leader may still accept writes", List.of(former)));
        }
        snapshot.seen().dcs().view().reason().map(Notice::dcsUnread).ifPresent(notices::add);
        String dispute = snapshot.facts().lockDispute();
        if (dispute != null) {
            notices.add(new Notice("warning", "The DCS and Patroni disagree", List.of(dispute)));
        }
        if (snapshot.seen().isPaused()) {
            notices.add(new Notice("info", "Paused", List.of("Maintenance mode: Patroni does no automatic failover.")));
        }
        snapshot.seen()
                .dcs()
                .view()
                .value()
                .map(ClusterView::scheduledSwitchover)
                .map(planned -> new Notice("info", "Scheduled switchover", List.of(words(planned, visit))))
                .ifPresent(notices::add);
        if (report.maintenance()) {
            notices.add(new Notice(
                    "info", "Maintenance", List.of("Alerts that this explains go to the chat only, and page nobody.")));
        }
        return List.copyOf(notices);
    }

    private static Notice dcsUnread(Failure failure) {
        return new Notice("critical", "The DCS can't be read", List.of(failure.toString()));
    }

    private static String words(ScheduledSwitchover planned, Visit visit) {
        Timestamp at = planned.at() == null ? null : visit.moment(planned.at());
        return "from " + shown(planned.from()) + " to " + shown(planned.to()) + ", "
                + (at == null ? "at an unknown time" : at.utc() + " (" + at.distance() + ")");
    }

    private static String shown(@Nullable String member) {
        return Objects.requireNonNullElse(member, "the member that Patroni chooses");
    }
}
