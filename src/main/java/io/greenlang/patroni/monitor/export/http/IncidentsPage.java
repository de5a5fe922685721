package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.export.http.server.Call;
import java.time.Instant;
import java.util.Set;

/** {@code /api/v1/incidents}: the records of failovers and outages, of clusters that are watched and of those that were. */
final class IncidentsPage {
    static final String PATH = "/api/v1/incidents";

    private static final Set<String> PARAMETERS = Set.of(Asked.CLUSTER, Asked.SINCE);

    private final Served served;

    IncidentsPage(Served served) {
        this.served = served;
    }

    Reply answer(Call call) {
        try {
            Asked asked = Asked.of(call, served, PARAMETERS);
            Instant since = asked.since(IncidentsJson.USUAL_SINCE);
            return Reply.json(CommandJson.versioned(
                            IncidentsJson.of(since, served.incidents().find(asked.clusters(), since)))
                    .toPrettyString());
        } catch (IllegalArgumentException e) {
            return Reply.text(400, String.valueOf(e.getMessage()));
        }
    }
}
