package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.ClockSkew;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is unusual about a member and has no column of its own. */
final class MemberNotes {
    private static final Map<Flag, String> FLAGS = new EnumMap<>(Map.of(
            Flag.PENDING_RESTART, "pending restart",
            Flag.FAILSAFE_ACTIVE, "failsafe mode is active",
            Flag.WATCHDOG_FAILED, "watchdog failed",
            Flag.REPLAY_PAUSED, "WAL replay is paused"));

    private MemberNotes() {}

    static List<String> of(ClusterSnapshot picture, MemberObservation member) {
        List<String> notes = new ArrayList<>();
        if (picture.seen().dcs().view().isAnswered() && !member.presence().listed()) {
            notes.add("no longer in the DCS");
        }
        picture.clockSkew(member)
                .filter(ClockSkew::isNotable)
                .ifPresent(skew -> notes.add("clock " + skew.words() + " the monitor's"));
        member.patroni().value().ifPresent(status -> addTo(notes, status));
        return List.copyOf(notes);
    }

    private static void addTo(List<String> notes, PatroniStatus status) {
        FLAGS.forEach((flag, words) -> {
            if (status.has(flag)) {
                notes.add(words);
            }
        });
        new TreeMap<>(status.tags().values()).forEach((tag, value) -> notes.add(tag + ": " + value));
    }
}
