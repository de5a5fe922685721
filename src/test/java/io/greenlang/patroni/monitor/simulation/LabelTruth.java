package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.rule.Alert;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An alert keeps its labels: maintenance begins and ends when a pause or a switchover does, not with what is read of it. */
final class LabelTruth implements Invariant {
    static final String FLAPS = "an alert's labels don't change while its cause lasts";

    private Map<String, Boolean> before = Map.of();
    private boolean maintenanceBefore;
    private final Plans plans = new Plans();

    @Override
    public List<Breach> check(Frame frame) {
        plans.learn(frame);
        boolean maintenance = frame.report().maintenance();
        Map<String, Boolean> now = new HashMap<>();
        frame.report()
                .alerts()
                .forEach(alert -> now.put(subject(alert), alert.identity().maintenance()));
        String changed = now.entrySet().stream()
                .filter(alert -> !alert.getValue().equals(before.getOrDefault(alert.getKey(), alert.getValue())))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        boolean flaps = !changed.isEmpty() || maintenance != maintenanceBefore;
        maintenanceBefore = maintenance;
        before = now;
        return Invariant.all(Invariant.breachIf(
                flaps && plans.areKnown(),
                FLAPS,
                frame,
                () -> "maintenance is now " + maintenance + ", alerts that changed: " + changed));
    }

    private static String subject(Alert alert) {
        return alert.name() + " " + alert.severity() + " " + alert.member();
    }
}
