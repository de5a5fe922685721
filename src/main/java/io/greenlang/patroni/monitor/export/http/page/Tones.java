package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.Severity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The colours of one member's cells: those of the alerts about it, so that a limit exists once. */
record Tones(List<Alert> alerts) {
    static Tones of(List<Alert> alerts, String member) {
        return new Tones(
                alerts.stream().filter(alert -> member.equals(alert.member())).toList());
    }

    /** The worst of these alerts, as a tone. */
    String of(String... names) {
        return alerts.stream()
                .filter(alert -> Arrays.asList(names).contains(alert.name()))
                .map(Alert::severity)
                .max(Comparator.naturalOrder())
                .map(Severity::label)
                .orElse(Fact.PLAIN);
    }
}
