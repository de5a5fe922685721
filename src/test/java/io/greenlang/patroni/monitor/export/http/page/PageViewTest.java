package io.greenlang.patroni.monitor.export.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Judged;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageViewTest {
    @Test
    void beginsWithTheWorstCluster() {
        MonitorReport three = Judged.threeClusters(Snapshots.NOON);
        MonitorReport healthyFirst = Judged.report(
                three.clusters().get(2),
                Judged.of("blind", Snapshots.healthy().blind(), Snapshots.NOON),
                three.clusters().get(1),
                three.clusters().get(0),
                Reports.awaiting().clusters().get(0));
        PageView page = Pages.view(healthyFirst, Pages.visit());
        assertThat(page.clusters())
                .extracting(ClusterPanel::standing)
                .containsExactly("critical", "blind", "degraded", "waiting", "healthy");
        assertThat(page.title()).isEqualTo("1 critical, 1 blind, 1 degraded, 1 waiting, 1 healthy – patroni-monitor");
        assertThat(page.several()).isTrue();
    }

    @Test
    void beginsWithTheClusterThatSomebodyChose() {
        PageView page =
                Pages.view(Judged.threeClusters(Snapshots.NOON), Pages.visit(Snapshots.NOON, "open=greenlang-archive"));
        assertThat(page.clusters())
                .extracting(ClusterPanel::name)
                .containsExactly("greenlang-archive", "greenlang-cluster", "greenlang-staging");
        assertThat(page.clusters().get(0).open()).isTrue();
    }

    @Test
    void countsClustersByState() {
        PageView page = Pages.view(Judged.thirtyInTrouble(), Pages.visit());
        assertThat(page.tally()).containsExactly(new PageView.Count(30, "critical"));
    }

    @Test
    void warnsOfAFailedReload() {
        MonitorReport stale = new MonitorReport(Reports.healthy().clusters(), false);
        assertThat(Pages.html(stale)).contains("The changed configuration can't be used.");
        assertThat(Pages.html(Reports.healthy())).doesNotContain("can't be used");
    }

    @Test
    void offersToFoldOnlyWhatCanBeFolded() {
        assertThat(Pages.view(Reports.healthy(), Pages.visit()).controls().foldable())
                .isTrue();
        assertThat(Pages.view(Reports.blind(), Pages.visit()).controls().foldable())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, true, none, /",
                "'', true, none, /",
                "refresh=off, false, none, /?refresh=off",
                "open=all, true, all, /?open=all",
                "open=a%26b+c&x=<y>, true, a&b c, /?open=a%26b+c",
                "open=%zz, true, none, /",
                "open=all&refresh=off, false, all, /?refresh=off&open=all"
            })
    void keepsTheVisitorsWishInTheAddress(String query, boolean refreshes, String unfolded, String href) {
        PageOptions wish = PageOptions.of(query);
        assertThat(wish).isEqualTo(new PageOptions(refreshes, unfolded));
        assertThat(wish.href()).isEqualTo(href);
    }

    @Test
    void asksAgainWithThePollsButNotMoreOftenThanEveryFiveSeconds() {
        assertThat(Pages.page(Reports.healthy(), Pages.visit()).refreshSeconds())
                .isEqualTo(5);
        assertThat(Pages.page(Reports.healthy(), Pages.visit(Snapshots.NOON, "refresh=off"))
                        .refreshSeconds())
                .isZero();
        assertThat(Pages.visit().refreshSeconds(new MonitorReport(List.of(), true)))
                .isEqualTo(5);
    }

    @Test
    void tellsTheFutureFromThePast() {
        assertThat(Timestamp.of(Snapshots.NOON.plusMillis(400), Snapshots.NOON).distance())
                .isEqualTo("0 s ago");
        assertThat(Timestamp.of(Snapshots.NOON.plusSeconds(90), Snapshots.NOON).distance())
                .isEqualTo("in 1 min");
        assertThat(Timestamp.of(Snapshots.NOON.minusSeconds(90), Snapshots.NOON).distance())
                .isEqualTo("1 min ago");
    }
}
