package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.event.EventOptions;
import io.greenlang.patroni.monitor.event.EventQuery;
import io.greenlang.patroni.monitor.export.http.server.Call;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * {@code /api/v1/events}, what happened, and {@code /api/v1/incidents}, the records of failovers and outages: of clusters that are
 * watched and of those that were.
 */
final class EventPages {
    private static final String CLUSTER = "cluster";
    private static final String SINCE = "since";
    private static final String TYPE = "type";
    /** How far back incidents are shown, where that is not said. */
    private static final String USUAL_SINCE = "30d";

    private final Served served;

    EventPages(Served served) {
        this.served = served;
    }

    Map<String, Endpoint> byPath() {
        return Map.of(
                "/api/v1/events",
                Endpoint.page(call -> answer(call, Set.of(CLUSTER, SINCE, TYPE), this::events)),
                "/api/v1/incidents",
                Endpoint.page(call -> answer(call, Set.of(CLUSTER, SINCE), this::incidents)));
    }

    /** @param parameters all that are allowed */
    private static Reply answer(Call call, Set<String> parameters, Function<Query, ObjectNode> found) {
        try {
            Query query = Query.of(call.query());
            query.refuseOthersThan(parameters);
            return Reply.json(CommandJson.versioned(found.apply(query)).toPrettyString());
        } catch (IllegalArgumentException e) {
            return Reply.text(400, String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode events(Query query) {
        EventQuery wanted = new EventQuery(
                clusters(query),
                since(query, EventOptions.USUAL_SINCE),
                Query.said(TYPE, () -> EventOptions.types(query.all(TYPE))));
        return EventsJson.of(wanted.since(), served.events().find(wanted));
    }

    private ObjectNode incidents(Query query) {
        Instant since = since(query, USUAL_SINCE);
        return EventsJson.incidents(since, served.incidents().find(clusters(query), since));
    }

    /** Empty for all. */
    private Set<String> clusters(Query query) {
        Set<String> known = new TreeSet<>(served.events().clusters());
        served.reports().get().clusters().stream().map(ClusterReport::cluster).forEach(known::add);
        return Query.said(CLUSTER, () -> EventOptions.clusters(query.all(CLUSTER), known));
    }

    /** By the wall clock. */
    private Instant since(Query query, String usual) {
        Instant now =
                SteadyClock.wallTimeOf(served.clock()).shows(served.clock().instant());
        return Query.said(SINCE, () -> EventOptions.since(query.one(SINCE).orElse(usual), now));
    }
}
