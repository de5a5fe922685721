package io.greenlang.patroni.monitor.export.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.model.Unfenced.Cause;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.testing.Judged;
import io.greenlang.patroni.monitor.testing.Nodes;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageMarkupTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"'&{{name}}";

    static Stream<Named<MonitorReport>> pages() {
        return Stream.of(
                Named.of("healthy", Reports.healthy()),
                Named.of("eventful", Reports.eventful()),
                Named.of("blind", Reports.blind()),
                Named.of("before the first poll", Reports.awaiting()),
                Named.of("nothing configured", Judged.report()),
                Named.of("hostile", hostile()),
                Named.of("thirty clusters", Judged.thirtyInTrouble()));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isValid(MonitorReport report) throws Exception {
        assertThat(HtmlChecker.problems(Pages.html(report))).isEmpty();
    }

    @Test
    void checksIndeed() throws Exception {
        assertThat(HtmlChecker.problems(Pages.html(Reports.healthy()).replace("</h1>", "")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void loadsNothingAndRunsNothing(MonitorReport report) {
        assertThat(Pages.html(report)).doesNotContain("<script", "src=", "<link", "@import", "url(", "style=");
    }

    /** Its names and texts are in every place that takes foreign ones. */
    private static MonitorReport hostile() {
        Snapshots snapshot = Snapshots.healthy()
                .replica(HOSTILE)
                .lag(HOSTILE, new ReplicationLag.Unknown(HOSTILE))
                .member(HOSTILE, member -> member.state(HOSTILE).tag(HOSTILE, HOSTILE))
                .leader(HOSTILE, Certainty.YES)
                .writable("node1", HOSTILE)
                .splitBrain(HOSTILE)
                .unfenced(HOSTILE, Cause.UNKNOWN, HOSTILE)
                .candidates(new FailoverCandidate(HOSTILE, HOSTILE))
                .lastFailover(HOSTILE, HOSTILE)
                .diagnosis("node2", Diagnosis.NOT_READABLE);
        Alert alert = new Alert(
                new Alert.Identity(HOSTILE, Severity.CRITICAL, HOSTILE, false),
                Alert.State.FIRING,
                Snapshots.NOON,
                1,
                HOSTILE);
        ClusterReport judged = Judged.of(HOSTILE, snapshot, Snapshots.NOON);
        MonitorReport silent = Reports.of(Nodes.primary(HOSTILE)
                .patroni(Answer.failed(FailureKind.BAD_ANSWER, HOSTILE, Reports.AT))
                .sqlOff()
                .postgres(Answer.failed(FailureKind.SQL, HOSTILE, Reports.AT))
                .sizes(Answer.failed(FailureKind.SQL, HOSTILE, Reports.AT)));
        return Judged.report(
                new ClusterReport(
                        judged.config(),
                        judged.snapshotOrNull(),
                        ClusterState.CRITICAL,
                        List.of(alert),
                        judged.maintenance()),
                silent.clusters().get(0));
    }

    @Test
    void letsNoForeignTextBecomeMarkup() {
        String page = Pages.html(hostile());
        assertThat(page).doesNotContain("<script", "\"'&{{", "alert(1)<");
        assertThat(page.split(Pattern.quote("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;{{name}}"), -1))
                .as("it is everywhere: names, roles, reasons, evidence, alerts, titles")
                .hasSizeGreaterThan(25);
    }

    @Test
    void allowsABrowserItsOwnStyleSheetOnly() throws Exception {
        StatusPage page = Pages.page(Reports.healthy(), Pages.visit());
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page.html());
        assertThat(style.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(page.contentSecurityPolicy())
                .isEqualTo("default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(digest)
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    @Test
    void staysSmallWithThirtyClustersInTrouble() {
        assertThat(Pages.html(Judged.thirtyInTrouble()).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(300_000);
    }
}
