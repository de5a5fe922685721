package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.trend.Figure;
import io.greenlang.patroni.monitor.trend.Trend;
import io.greenlang.patroni.monitor.trend.Trend.MemberTrend;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The last hour of a cluster as pictures: a row for each member.
 *
 * @param drawn false where the page has pictures of other clusters; a link leads to these
 * @param shorter what the hour is called while less than that was watched; null for a whole one
 */
record Hour(boolean drawn, @Nullable String shorter, List<Row> rows) {
    static final Hour NOT_DRAWN = new Hour(false, null, List.of());

    /** One member: what it was, and a line for each figure. */
    record Row(String member, RoleStrip strip, List<Line> lines) {}

    static Hour of(ClusterReport report, Trend trend) {
        boolean whole = trend.watched().compareTo(Trend.HOUR) >= 0;
        String watched = whole ? null : "watched for " + Figures.age(trend.watched());
        String span = whole ? " over the last hour" : ", " + watched;
        String anchor = ClusterPanel.anchor(report.cluster());
        return new Hour(
                true,
                watched,
                IntStream.range(0, trend.members().size())
                        .mapToObj(i -> row(report, trend.members().get(i), anchor + "-" + i, span))
                        .toList());
    }

    private static Row row(ClusterReport report, MemberTrend member, String id, String span) {
        return new Row(
                member.name(),
                RoleStrip.of(id, member, span),
                Arrays.stream(Figure.values())
                        .map(figure -> Line.of(
                                id, member, Gauge.of(figure, report.config().thresholds()), span))
                        .toList());
    }
}
