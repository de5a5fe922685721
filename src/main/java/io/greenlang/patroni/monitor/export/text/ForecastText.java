package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.FailoverWords;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;

/** What a failover now would do, where somebody may want to know: not on a healthy cluster whose standbys keep up. */
final class ForecastText {
    private static final int INDENT = 2;

    private ForecastText() {}

    static void print(Page page, ClusterReport report, ClusterSnapshot picture) {
        FailoverForecast forecast = picture.facts().forecast();
        long allowed = picture.seen().config().maximumLagOnFailoverBytes();
        if (picture.isBlind() || (report.state() == ClusterState.HEALTHY && !forecast.isWorseThan(allowed))) {
            return;
        }
        FailoverWords words = new FailoverWords(forecast, picture.wall());
        words.sentence().ifPresent(sentence -> page.paragraph(INDENT, Span.plain(sentence)));
        if (forecast.options().size() > 1) {
            forecast.options()
                    .forEach(option -> page.paragraph(INDENT, new Span("  " + words.of(option), Style.FAINT)));
        }
        words.advice().ifPresent(advice -> page.paragraph(INDENT, new Span("  " + advice, Style.FAINT)));
    }
}
