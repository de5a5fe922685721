package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.rule.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Alerts of the monitor's own rules. One in maintenance is the same as the one without; one that is held goes on firing, and
 * when it ends from there nobody has seen that it is well.
 */
final class AlertChange implements Change {
    private static final String ALERT = "alert/";
    private static final String FIRING = "firing";
    private static final String HELD = "held";
    /** Of the name of a fact. */
    private static final int PARTS = 4;

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.ALERT_FIRES, EventType.ALERT_ENDS);
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        Map<String, Alert> firing = new LinkedHashMap<>();
        now.report().alerts().stream().filter(Alert::isFiring).forEach(alert -> firing.putIfAbsent(fact(alert), alert));
        List<Event> events = new ArrayList<>();
        for (String fact : memory.startingWith(ALERT)) {
            if (!firing.containsKey(fact)) {
                memory.dated(fact)
                        .filter(known -> fact.split("/", PARTS).length == PARTS)
                        .ifPresent(known -> events.add(ends(now, fact, known)));
                memory.forget(fact);
            }
        }
        firing.forEach((fact, alert) -> {
            EventMemory.Dated known = memory.dated(fact).orElse(null);
            if (known == null) {
                events.add(fires(now, alert));
            }
            memory.put(
                    fact,
                    new EventMemory.Dated(
                                    alert.state() == Alert.State.HELD ? HELD : FIRING,
                                    known == null ? now.at() : known.at())
                            .toString());
        });
        return events;
    }

    private static String fact(Alert alert) {
        return ALERT + alert.name() + "/" + alert.severity().label() + "/"
                + (alert.member() == null ? "" : alert.member());
    }

    private static Event fires(Sight now, Alert alert) {
        return now.event(
                EventType.ALERT_FIRES,
                alert.member(),
                "%s (%s) fires: %s".formatted(alert.name(), alert.severity().label(), withoutStop(alert.description())),
                new Data()
                        .with("alertname", alert.name())
                        .with("severity", alert.severity().label())
                        .with("value", alert.value())
                        .with("maintenance", alert.identity().maintenance()));
    }

    private static String withoutStop(String description) {
        return description.endsWith(".") ? description.substring(0, description.length() - 1) : description;
    }

    private static Event ends(Sight now, String fact, EventMemory.Dated known) {
        String[] parts = fact.split("/", PARTS);
        Duration fired = Duration.between(known.at(), now.at());
        boolean unseen = known.value().equals(HELD);
        String member = parts[3].isEmpty() ? null : parts[3];
        return now.event(
                EventType.ALERT_ENDS,
                member,
                "%s (%s)%s no longer fires after %s%s"
                        .formatted(
                                parts[1],
                                parts[2],
                                member == null ? "" : " of " + member,
                                Figures.time(fired),
                                unseen ? "; what it rests on could not be read in the end" : ""),
                new Data()
                        .with("alertname", parts[1])
                        .with("severity", parts[2])
                        .seconds("fired_seconds", fired)
                        .with("last_facts_unknown", unseen));
    }
}
