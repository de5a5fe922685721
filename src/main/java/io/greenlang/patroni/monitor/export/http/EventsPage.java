package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.event.EventOptions;
import io.greenlang.patroni.monitor.event.EventQuery;
import io.greenlang.patroni.monitor.export.http.server.Call;
import java.util.Set;

/** {@code /api/v1/events}: what happened, of clusters that are watched and of those that were. */
final class EventsPage {
    static final String PATH = "/api/v1/events";

    private static final String TYPE = "type";
    private static final Set<String> PARAMETERS = Set.of(Asked.CLUSTER, Asked.SINCE, TYPE);

    private final Served served;

    EventsPage(Served served) {
        this.served = served;
    }

    Reply answer(Call call) {
        try {
            Asked asked = Asked.of(call, served, PARAMETERS);
            EventQuery wanted = new EventQuery(
                    asked.clusters(),
                    asked.since(EventOptions.USUAL_SINCE),
                    Query.said(TYPE, () -> EventOptions.types(asked.query().all(TYPE))));
            return Reply.json(CommandJson.versioned(
                            EventsJson.of(wanted.since(), served.events().find(wanted)))
                    .toPrettyString());
        } catch (IllegalArgumentException e) {
            return Reply.text(400, String.valueOf(e.getMessage()));
        }
    }
}
