package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.availability.AvailabilityReport;
import io.greenlang.patroni.monitor.event.EventOptions;
import io.greenlang.patroni.monitor.export.http.server.Call;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** {@code /api/v1/report}: the availability of the clusters that are watched, over a period. */
final class AvailabilityPage {
    static final String PATH = "/api/v1/report";
    /** How far back, where that is not said. */
    static final String USUAL_SINCE = "30d";

    private static final Set<String> PARAMETERS = Set.of("cluster", "since", "format");
    private static final List<String> FORMATS = List.of("json", "text", "markdown");

    private final Served served;

    AvailabilityPage(Served served) {
        this.served = served;
    }

    Reply answer(Call call) {
        try {
            return answer(Query.of(call.query()));
        } catch (IllegalArgumentException e) {
            return Reply.text(400, String.valueOf(e.getMessage()));
        }
    }

    /** @throws IllegalArgumentException when something in it makes no sense; for people */
    private Reply answer(Query query) {
        query.refuseOthersThan(PARAMETERS);
        List<String> watched = served.reports().get().clusters().stream()
                .map(ClusterReport::cluster)
                .toList();
        Set<String> wanted = Query.said("cluster", () -> EventOptions.clusters(query.all("cluster"), watched));
        Instant now =
                SteadyClock.wallTimeOf(served.clock()).shows(served.clock().instant());
        Instant since =
                Query.said("since", () -> EventOptions.since(query.one("since").orElse(USUAL_SINCE), now));
        String format = Query.said("format", () -> format(query.one("format").orElse("json")));
        List<AvailabilityReport> reports = watched.stream()
                .filter(cluster -> wanted.isEmpty() || wanted.contains(cluster))
                .map(cluster ->
                        AvailabilityReport.of(cluster, served.availability().of(cluster), since, now))
                .toList();
        return format.equals("json")
                ? shown(
                        true,
                        CommandJson.versioned(AvailabilityJson.of(since, now, reports))
                                .toPrettyString())
                : shown(false, served.availability().text(reports, format.equals("markdown")));
    }

    /** With the exit status by which a command knows that a monitor answers. */
    private static Reply shown(boolean json, String text) {
        return Reply.shown(json, new Looks.Shown(text, 0));
    }

    private static String format(String wanted) {
        if (!FORMATS.contains(wanted)) {
            throw new IllegalArgumentException("\"%s\" is not a format. Allowed: %s"
                    .formatted(wanted.replaceAll("\\p{Cntrl}", " "), String.join(", ", FORMATS)));
        }
        return wanted;
    }
}
