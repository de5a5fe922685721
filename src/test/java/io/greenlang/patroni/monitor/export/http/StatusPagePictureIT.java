package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Browser;
import io.greenlang.patroni.monitor.testing.Browser.Look;
import io.greenlang.patroni.monitor.testing.Hours;
import io.greenlang.patroni.monitor.testing.Judged;
import io.greenlang.patroni.monitor.testing.Reports;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code docs/images/status-page.png}, always of the same pictures; {@code make pictures} puts it there. */
@Timeout(240)
class StatusPagePictureIT {
    private static final int HEIGHT = 1030;
    private static final int LARGEST = 200_000;

    @Test
    void isTakenOfThreeClusters() throws IOException {
        try (RunningServer running = RunningServer.start();
                Browser browser = Browser.open()) {
            running.report.set(Judged.threeClusters(Reports.AT));
            running.trends.set(cluster -> Hours.before(cluster, Reports.AT));

            browser.as(Look.DESKTOP_LIGHT).visit("http://127.0.0.1:" + running.server.port() + "/");
            browser.screenshotOfTop("status-page", HEIGHT);

            assertThat(browser.title()).isEqualTo("1 critical, 1 degraded, 1 healthy – patroni-monitor");
            assertThat(browser.complaints()).isEmpty();
            assertThat(Files.size(Browser.SCREENSHOTS.resolve("status-page.png")))
                    .isLessThan(LARGEST);
        }
    }

    /** The last hour of each, light and dark, in full. */
    @Test
    void drawsWhatEverybodyCanRead() throws IOException {
        try (RunningServer running = RunningServer.start();
                Browser browser = Browser.open()) {
            running.report.set(Judged.threeClusters(Reports.AT));
            running.trends.set(cluster -> Hours.before(cluster, Reports.AT));
            for (Look look : Look.values()) {
                browser.as(look).visit("http://127.0.0.1:" + running.server.port() + "/?open=all&refresh=off");
                browser.screenshot("last-hour-" + look.label());

                assertThat(browser.accessibilityViolations()).as(look.label()).isEmpty();
                assertThat(browser.overflow()).as("%s sideways", look).isZero();
                assertThat(browser.complaints()).isEmpty();
            }
            assertThat(browser.spoken())
                    .contains(
                            "table: Last hour of greenlang-cluster",
                            "table: Last hour of greenlang-archive: watched for 2 min",
                            "image: Role of node3 over the last hour: primary for 42 min, then could not be read for 3 min,"
                                    + " then accepts writes without the leader lock for 14 min;"
                                    + " now accepts writes without the leader lock",
                            "image: Lag of node3 over the last hour: 0.0 s to 41.0 s, now 41.0 s;"
                                    + " warning above 30 s; critical above 1 min",
                            "image: Disk of node1, watched for 2 min: 48 % throughout;"
                                    + " warning above 70 %; critical above 85 %");
        }
    }
}
