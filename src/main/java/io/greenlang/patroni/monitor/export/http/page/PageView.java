package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.trend.Trend;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Everything on the page, ready to be written.
 *
 * @param title for the browser's tab: how many clusters stand how
 * @param faults of the search for clusters
 * @param tally the standings that there are, the worst first
 * @param clusters the chosen one, then the worst first
 */
record PageView(
        String title,
        Controls controls,
        boolean configReloaded,
        List<String> faults,
        List<Count> tally,
        List<ClusterPanel> clusters) {

    /** Of how many clusters the last hour is drawn: the page of a hundred must not be made of pictures. */
    static final int DRAWN = 10;

    /** How many clusters stand so. */
    record Count(long number, String standing) {}

    /**
     * What the visitor may choose, and when the page is from.
     *
     * @param refresh how often the page asks again
     * @param foldable there are healthy clusters
     */
    record Controls(
            Timestamp now,
            String refresh,
            String refreshHref,
            String refreshOffer,
            boolean foldable,
            String foldHref,
            String foldOffer) {
        static Controls of(MonitorReport report, Visit visit) {
            PageOptions wish = visit.options();
            return new Controls(
                    visit.moment(visit.at()),
                    wish.refreshes() ? "refreshes every " + visit.refreshSeconds(report) + " s" : "does not refresh",
                    wish.otherRefresh().href(),
                    wish.refreshes() ? "Stop refreshing" : "Refresh every " + visit.refreshSeconds(report) + " s",
                    report.clusters().stream().anyMatch(cluster -> ClusterOrder.of(cluster) == ClusterOrder.HEALTHY),
                    wish.otherFolding().href(),
                    wish.unfoldsAll() ? "Fold healthy clusters" : "Unfold healthy clusters");
        }
    }

    static PageView of(MonitorReport report, Function<String, Trend> trends, Visit visit) {
        List<ClusterReport> ordered = report.clusters().stream()
                .sorted(Comparator.comparing(
                                (ClusterReport cluster) -> !visit.options().chooses(cluster.cluster()))
                        .thenComparing(ClusterOrder::of)
                        .thenComparing(ClusterReport::cluster))
                .toList();
        List<Count> tally = tally(ordered);
        return new PageView(
                title(tally),
                Controls.of(report, visit),
                report.configReloaded(),
                report.discoveries().stream()
                        .map(DiscoveryReport::fault)
                        .filter(Objects::nonNull)
                        .toList(),
                tally,
                IntStream.range(0, ordered.size())
                        .mapToObj(i -> ClusterPanel.of(ordered.get(i), hour(ordered.get(i), i, trends, visit), visit))
                        .toList());
    }

    private static Hour hour(ClusterReport report, int place, Function<String, Trend> trends, Visit visit) {
        return place < DRAWN ? Hour.of(report, trends.apply(report.cluster()).until(visit.at())) : Hour.NOT_DRAWN;
    }

    /** There are clusters to choose from. */
    boolean several() {
        return clusters.size() > 1;
    }

    private static List<Count> tally(List<ClusterReport> clusters) {
        Map<ClusterOrder, Long> counts = clusters.stream()
                .map(ClusterOrder::of)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return Arrays.stream(ClusterOrder.values())
                .filter(counts::containsKey)
                .map(standing -> new Count(counts.getOrDefault(standing, 0L), standing.word()))
                .toList();
    }

    private static String title(List<Count> tally) {
        return tally.stream()
                .map(count -> count.number() + " " + count.standing())
                .collect(Collectors.joining(", ", "", " – patroni-monitor"));
    }
}
