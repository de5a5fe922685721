package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.event.EventQuery;
import io.greenlang.patroni.monitor.event.EventWish;
import io.greenlang.patroni.monitor.export.http.server.Call;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** {@code /api/v1/events}: what happened, of clusters that are watched and of those that were. */
final class EventsPage {
    static final String PATH = "/api/v1/events";

    private static final Set<String> PARAMETERS = Set.of("cluster", "since", "type");

    private final Served served;

    EventsPage(Served served) {
        this.served = served;
    }

    Reply answer(Call call) {
        try {
            EventQuery wanted = query(Query.of(call.query()));
            return Reply.json(CommandJson.versioned(
                            EventsJson.of(wanted.since(), served.events().find(wanted)))
                    .toPrettyString());
        } catch (IllegalArgumentException e) {
            return Reply.text(400, String.valueOf(e.getMessage()));
        }
    }

    /** @throws IllegalArgumentException when something in it makes no sense; for people */
    private EventQuery query(Query query) {
        query.refuseOthersThan(PARAMETERS);
        Instant now =
                SteadyClock.wallTimeOf(served.clock()).shows(served.clock().instant());
        return new EventQuery(
                Query.said("cluster", () -> EventWish.clusters(query.all("cluster"), known())),
                Query.said("since", () -> EventWish.since(query.one("since").orElse(EventWish.USUAL_SINCE), now)),
                Query.said("type", () -> EventWish.types(query.all("type"))));
    }

    private Set<String> known() {
        Set<String> names = new TreeSet<>(served.events().clusters());
        served.reports().get().clusters().stream().map(ClusterReport::cluster).forEach(names::add);
        return names;
    }
}
