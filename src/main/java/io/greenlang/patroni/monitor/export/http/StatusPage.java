package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page for people: one table a cluster, no script, nothing loaded from elsewhere. */
final class StatusPage {
    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="refresh" content="5">
            <title>patroni-monitor</title>
            <style>
            body { font: 15px sans-serif; margin: 2em; }
            table { border-collapse: collapse; }
            th, td { border: 1px solid #bbb; padding: .3em .7em; text-align: left; }
            .healthy { color: #18794e; } .degraded, .warning { color: #915930; } .critical, .blind { color: #cd2b31; }
            </style>
            </head>
            <body>
            %s</body>
            </html>
            """;
    private static final String UNKNOWN = "?";

    private final Instant now;

    private StatusPage(Instant now) {
        this.now = now;
    }

    static String of(MonitorReport report, Instant now) {
        StatusPage page = new StatusPage(now);
        String clusters = report.clusters().stream().map(page::cluster).collect(Collectors.joining());
        String notice = report.configReloaded()
                ? ""
                : "<p class=\"critical\">The last reload of the configuration failed.</p>\n";
        return FRAME.formatted(notice + clusters);
    }

    private String cluster(ClusterReport report) {
        String state = report.state().label();
        ClusterSnapshot picture = report.snapshot();
        return "<h1>%s: <span class=\"%s\">%s</span></h1>\n".formatted(escaped(report.cluster()), state, state)
                + (picture == null ? "<p>The first poll has not finished yet.</p>\n" : picture(picture))
                + alerts(report.alerts());
    }

    private String picture(ClusterSnapshot picture) {
        return "<p>Polled %s ago%s</p>\n"
                        .formatted(age(picture.at()), picture.seen().isPaused() ? ", in maintenance mode" : "")
                + "<table>\n"
                + row("th", List.of("Member", "Host", "Role", "State", "TL", "Lag", "Patroni", "PostgreSQL", "Sizes"))
                + picture.members().stream()
                        .map(member -> member(picture, member))
                        .collect(Collectors.joining())
                + "</table>\n"
                + picture.seen()
                        .dcs()
                        .view()
                        .reason()
                        .map(StatusPage::unseenDcs)
                        .orElse("");
    }

    private String member(ClusterSnapshot picture, MemberObservation member) {
        MemberSummary summary = MemberSummary.of(picture, member);
        return row(
                "td",
                List.of(
                        member.name(),
                        member.host(),
                        shown(summary.role()),
                        shown(summary.state()),
                        shown(summary.timeline()),
                        lag(picture.facts().lag().get(member.name())),
                        source(member.patroni()),
                        source(member.postgres()),
                        source(member.sizes())));
    }

    /** When it answered, or why it did not. */
    private String source(Answer<?> answer) {
        return answer.receivedAt()
                .map(received -> age(received) + " ago")
                .or(() -> answer.reason().map(Failure::toString))
                .orElse("not asked");
    }

    private String alerts(List<Alert> alerts) {
        if (alerts.isEmpty()) {
            return "<p>No alerts.</p>\n";
        }
        return "<ul>\n" + alerts.stream().map(this::alert).collect(Collectors.joining()) + "</ul>\n";
    }

    private String alert(Alert alert) {
        return "<li class=\"%s\"><b>%s</b> %s, %s for %s: %s</li>\n"
                .formatted(
                        alert.severity().label(),
                        escaped(alert.name()),
                        alert.severity().label(),
                        alert.state().label(),
                        age(alert.since()),
                        escaped(alert.description()));
    }

    private String age(Instant moment) {
        long seconds = Math.max(0, Duration.between(moment, now).toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }

    private static String unseenDcs(Failure failure) {
        return "<p class=\"critical\">The DCS can't be read: " + escaped(failure.toString()) + "</p>\n";
    }

    private static String lag(@Nullable ReplicationLag lag) {
        return lag == null ? "" : lag.fold(StatusPage::lag, unknown -> "unknown: " + unknown.reason());
    }

    private static String lag(ReplicationLag.Known lag) {
        return String.format(
                Locale.ROOT,
                "%s%.1f s, %.1f MiB",
                lag.atLeast() ? "at least " : "",
                lag.time().toMillis() / 1e3,
                lag.bytes() / 1024.0 / 1024.0);
    }

    private static String shown(@Nullable Object fact) {
        return Objects.toString(fact, UNKNOWN);
    }

    private static String row(String cell, List<String> texts) {
        return texts.stream()
                .map(text -> "<%1$s>%2$s</%1$s>".formatted(cell, escaped(text)))
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }

    /** Names and messages come from elsewhere. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
