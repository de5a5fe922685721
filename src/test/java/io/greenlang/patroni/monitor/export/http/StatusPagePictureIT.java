package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Browser;
import io.greenlang.patroni.monitor.testing.Browser.Look;
import io.greenlang.patroni.monitor.testing.Judged;
import io.greenlang.patroni.monitor.testing.Reports;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code docs/images/status-page.png}, always of the same pictures; {@code make pictures} puts it there. */
@Timeout(60)
class StatusPagePictureIT {
    private static final int HEIGHT = 760;
    private static final int LARGEST = 150_000;

    @Test
    void isTakenOfThreeClusters() throws IOException {
        try (RunningServer running = RunningServer.start();
                Browser browser = Browser.open()) {
            running.report.set(Judged.threeClusters(Reports.AT));

            browser.as(Look.DESKTOP_LIGHT).visit("http://127.0.0.1:" + running.server.port() + "/");
            browser.screenshotOfTop("status-page", HEIGHT);

            assertThat(browser.title()).isEqualTo("1 critical, 1 degraded, 1 healthy – patroni-monitor");
            assertThat(browser.complaints()).isEmpty();
            assertThat(Files.size(Browser.SCREENSHOTS.resolve("status-page.png")))
                    .isLessThan(LARGEST);
        }
    }
}
