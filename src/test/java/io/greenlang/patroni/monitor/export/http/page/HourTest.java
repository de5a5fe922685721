package io.greenlang.patroni.monitor.export.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Hours;
import io.greenlang.patroni.monitor.testing.Judged;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.trend.Trend;
import io.greenlang.patroni.monitor.trend.Trends;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HourTest {
    private static final Instant NOON = Snapshots.NOON;
    private static final String HOSTILE = "</title><script>alert(1)</script>\"'&{{name}}";

    @Test
    void isHonestAfterAStart() {
        Hour hour = hour(120, left -> Snapshots.healthy());

        assertThat(hour.shorter()).isEqualTo("watched for 2 min");
        assertThat(line(hour, 1, 0).title()).isEqualTo("Lag of node2, watched for 2 min: 0.0 s throughout");
        assertThat(hour.rows().get(1).strip().title())
                .isEqualTo("Role of node2, watched for 2 min: replica throughout");
    }

    @Test
    void hasNothingBeforeTheFirstPicture() {
        assertThat(Hour.of(Judged.of(Snapshots.healthy()), Trend.NOTHING).rows())
                .isEmpty();
    }

    @Test
    void saysInWordsWhatTheLineSays() {
        Hour hour = hour(Hours.SECONDS, HourTest::lagging);

        assertThat(hour.shorter()).isNull();
        assertThat(line(hour, 1, 0).title())
                .isEqualTo("Lag of node2 over the last hour: 0.0 s to at least 40.0 s, now 0.4 s; 3 min unknown;"
                        + " warning above 30 s; critical above 1 min");
        assertThat(line(hour, 1, 0).now()).isEqualTo("0.4 s");
        assertThat(line(hour, 1, 0).drawing().scale()).isEqualTo("0–1 min");
        assertThat(line(hour, 1, 0).drawing().least()).startsWith("M");
        assertThat(line(hour, 1, 0).drawing().unknown()).startsWith("M");
        assertThat(line(hour, 1, 0).drawing().critical()).isEqualTo("M0 2h240");
    }

    private static Snapshots lagging(int left) {
        ReplicationLag lag = new ReplicationLag.Known(Duration.ofMillis(left == 0 ? 400 : 0), 1, false);
        if (left > 1800 && left < 1900) {
            lag = new ReplicationLag.Known(Duration.ofSeconds(40), 1, true);
        }
        if (left > 600 && left <= 780) {
            lag = new ReplicationLag.Unknown("the primary can't be read");
        }
        return Snapshots.healthy().lag("node2", lag);
    }

    @Test
    void leavesOutLimitsBeyondTheScale() {
        Hour hour = hour(120, left -> Snapshots.healthy());

        assertThat(line(hour, 1, 0).drawing().warning()).isNull();
        assertThat(line(hour, 1, 1).drawing().warning()).isEqualTo("M0 11h240");
    }

    @Test
    void drawsNothingOfWhatDoesNotApply() {
        Hour hour = hour(120, left -> Snapshots.healthy());

        assertThat(line(hour, 0, 0).drawing()).isNull();
        assertThat(line(hour, 0, 0).now()).isEqualTo("–");
        assertThat(line(hour, 1, 2).drawing()).isNull();
    }

    @Test
    void saysThatNothingIsKnown() {
        Hour hour = hour(120, left -> Snapshots.healthy().blind());

        assertThat(line(hour, 1, 0).title()).isEqualTo("Lag of node2, watched for 2 min: unknown throughout");
        assertThat(line(hour, 1, 0).now()).isEqualTo("unknown");
        assertThat(line(hour, 1, 0).drawing().known()).isNull();
        assertThat(hour.rows().get(1).strip().now()).isEqualTo("could not be read");
    }

    @Test
    void saysWhatAMemberWasOneAfterTheOther() {
        Hour hour = hour(
                Hours.SECONDS,
                left -> left > 600 && left <= 720
                        ? Snapshots.healthy().down("node2", Diagnosis.HOST_GONE)
                        : Snapshots.healthy());
        RoleStrip strip = hour.rows().get(1).strip();

        assertThat(strip.title())
                .isEqualTo("Role of node2 over the last hour: replica for 47 min, then down for 2 min,"
                        + " then replica for 10 min; now replica");
        assertThat(strip.paths()).extracting(RoleStrip.Path::tone).containsExactly("role-replica", "role-down");
        assertThat(strip.letters()).extracting(RoleStrip.Letter::letter).containsExactly("R", "R");
    }

    @Test
    void drawsAndSaysAGap() {
        Trends trends = new Trends();
        for (int second : List.of(0, 30, 60, 600, 630)) {
            trends.take(Hours.report(Snapshots.healthy(), NOON.plusSeconds(second)));
        }
        Hour hour = Hour.of(Judged.of(Snapshots.healthy()), trends.trend());
        RoleStrip strip = hour.rows().get(1).strip();

        assertThat(strip.title())
                .isEqualTo("Role of node2, watched for 10 min: replica for 1 min, then not seen for 8 min,"
                        + " then replica for 1 min; now replica");
        assertThat(strip.paths())
                .singleElement()
                .extracting(RoleStrip.Path::path)
                .asString()
                .containsOnlyOnce("M196 ");
        assertThat(line(hour, 1, 0).drawing().known()).isEqualTo("M196 46h6M236 46h4");
    }

    @Test
    void sumsUpWhatChangesTooOften() {
        Hour hour = hour(
                Hours.SECONDS,
                left -> left % 600 < 60 ? Snapshots.healthy().down("node2", Diagnosis.HOST_GONE) : Snapshots.healthy());

        assertThat(hour.rows().get(1).strip().title())
                .startsWith("Role of node2 over the last hour: replica for ")
                .contains(" min, down for ")
                .endsWith(" changes; now down");
    }

    @Test
    void tellsRolesApartWithoutColours() {
        Snapshots split = Snapshots.healthy().primary("node3").writable("node1", "node3");
        List<Hour.Row> rows = hour(120, left -> split).rows();

        assertThat(rows.stream().map(row -> row.strip().paths().size())).containsExactly(1, 1, 2);
        assertThat(rows.get(0).strip().paths().get(0).path()).contains("v48");
        assertThat(rows.get(1).strip().paths().get(0).path()).contains("v24");
        assertThat(rows.get(2).strip().now()).isEqualTo("writes without the lock");
    }

    @Test
    void saysThatAMemberIsNoLongerSeen() {
        Hour hour = hour(
                300,
                left -> left > 100 ? Snapshots.healthy() : Snapshots.healthy().without("node3"));

        assertThat(line(hour, 2, 0).now()).isEqualTo("not seen");
        assertThat(hour.rows().get(2).strip().now()).isEqualTo("not seen");
    }

    @Test
    void isWellFormedWithWhateverNames() throws Exception {
        Trend trend = Hours.until(
                NOON,
                Hours.SECONDS,
                left -> lagging(left)
                        .replica(HOSTILE)
                        .lag(HOSTILE, new ReplicationLag.Known(Duration.ofSeconds(left % 90), 1, left > 3000)));
        MonitorReport report = Judged.report(Judged.of(Snapshots.healthy()));
        String page = StatusPage.of(report, cluster -> trend, Pages.visit()).html();
        List<String> pictures = Pattern.compile("<svg.*?</svg>")
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(pictures).hasSize(4 + 3 + 4 + 1 + 4);
        for (String picture : pictures) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(picture)));
            assertThat(picture).doesNotContain("NaN", "Infinity", "null");
        }
        assertThat(HtmlChecker.problems(page)).isEmpty();
        assertThat(page).doesNotContain("<script", "style=", "url(");
    }

    @Test
    void isDrawnOfTheFirstFewClustersAndOfTheChosenOne() {
        String usual = thirty(null);
        String chosen = thirty("open=greenlang-29");

        assertThat(usual).contains("Last hour of greenlang-00", "Last hour of greenlang-09");
        assertThat(usual).contains(">Show the last hour of greenlang-10</a>");
        assertThat(usual).doesNotContain("Last hour of greenlang-10");
        assertThat(chosen).contains("Last hour of greenlang-29").doesNotContain("Last hour of greenlang-09");
        assertThat(usual.split("<b>Do now</b>", -1)).hasSize(10 + 1);
        assertThat(usual.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(320_000);
    }

    private static String thirty(String query) {
        Trend trend = Hours.before("greenlang-cluster", NOON);
        return StatusPage.of(Judged.thirtyInTrouble(), cluster -> trend, Pages.visit(NOON, query))
                .html();
    }

    private static Hour hour(int seconds, IntFunction<Snapshots> picture) {
        return Hour.of(Judged.of(Snapshots.healthy()), Hours.until(NOON, seconds, picture));
    }

    private static Line line(Hour hour, int member, int figure) {
        return hour.rows().get(member).lines().get(figure);
    }
}
