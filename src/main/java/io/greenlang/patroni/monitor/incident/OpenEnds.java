package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.incident.Incident.Loss;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the record does not answer, and who may. */
record OpenEnds(OpenIncident open, ClusterReport report, ClusterSnapshot picture) {
    private static final int MOST = 10;

    List<String> words(@Nullable String to, Loss loss) {
        List<String> words = new ArrayList<>();
        String from = open.before.leader();
        Instant began = open.before.answered().truncatedTo(ChronoUnit.SECONDS);
        if (from != null && !from.equals(to)) {
            words.add(
                    "Why %s stopped leading: its PostgreSQL and Patroni logs know, from %s on".formatted(from, began));
        }
        if (loss.bytes() == null || loss.atLeast()) {
            words.add("How much WAL was lost in all: " + loss.knownBy());
        }
        if (to != null) {
            List<MemberObservation> strays = Following.strays(picture);
            strays.stream().limit(MOST).forEach(member -> words.add(stray(member, to)));
            if (strays.size() > MOST) {
                words.add((strays.size() - MOST) + " more members do not stream from " + to);
            }
        }
        String firing = report.alerts().stream()
                .filter(Alert::isFiring)
                .map(Alert::name)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!firing.isEmpty()) {
            words.add("These alerts still fire: " + firing);
        }
        if (open.moments().stream().anyMatch(moment -> moment.what().equals(EventType.MONITOR_GAP.label()))) {
            words.add("The monitor did not watch all the time, so times may be wrong and events missing");
        }
        if (open.before.settings().isEmpty()) {
            words.add("The settings before it: Patroni's configuration had not been read");
        }
        if (open.isLeftOut()) {
            words.add("More was seen than this record has room for: the events of that time have it");
        }
        words.add("When the pager rang: Alertmanager and the pager's service know");
        return words;
    }

    private String stray(MemberObservation member, String to) {
        Diagnosis diagnosis = picture.facts().diagnosis(member.name());
        return diagnosis.isDown()
                ? member.name() + " is down: " + diagnosis.words(member)
                : member.name() + " does not stream from " + to + " yet, or can't be read";
    }
}
