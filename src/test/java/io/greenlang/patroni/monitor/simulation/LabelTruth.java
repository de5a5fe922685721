package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.rule.Alert;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An alert keeps its labels: maintenance begins and ends when a pause or a switchover does, not with what is read of it. */
final class LabelTruth implements Invariant {
    static final String FLAPS = "an alert's labels don't change while its cause lasts";

    private static final int LEARNED_WITHIN = 2;

    private Map<String, Boolean> before = Map.of();
    private boolean maintenanceBefore;
    private String plans = "";
    private boolean told;
    private int toldFor;

    @Override
    public Optional<Breach> check(Frame frame) {
        learn(frame);
        boolean maintenance = frame.report().maintenance();
        Map<String, Boolean> now = new HashMap<>();
        frame.report().alerts().forEach(alert -> now.put(subject(alert), alert.identity().maintenance()));
        String changed = now.entrySet().stream()
                .filter(alert -> !alert.getValue().equals(before.getOrDefault(alert.getKey(), alert.getValue())))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        boolean flaps = !changed.isEmpty() || maintenance != maintenanceBefore;
        maintenanceBefore = maintenance;
        before = now;
        return Invariant.breachIf(
                flaps && told && toldFor > LEARNED_WITHIN,
                FLAPS,
                frame,
                "maintenance is now " + maintenance + ", alerts that changed: " + changed);
    }

    /** Since when the daemon could know what is planned. */
    private void learn(Frame frame) {
        World world = frame.world();
        String pausedAt = world.machines.stream()
                .filter(machine -> machine.knowsPause)
                .map(machine -> machine.name)
                .collect(Collectors.joining());
        String newPlans = world.dcs.paused + " " + world.dcs.schedule + " " + pausedAt;
        if (!newPlans.equals(plans)) {
            plans = newPlans;
            told = false;
            toldFor = 0;
        }
        told |= frame.viewAnswered();
        toldFor += told ? 1 : 0;
    }

    private static String subject(Alert alert) {
        return alert.name() + " " + alert.severity() + " " + alert.member();
    }
}
