package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.NodeExporter;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.SmallDisk;
import io.greenlang.patroni.monitor.testing.Target;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Data directories on real file systems that run full: the primary's, a hot standby's, and one whose PostgreSQL is dead. */
class FullDiskIT {
    private static final String PRIMARY = "patroni-0";
    private static final String STANDBY = "patroni-1";
    private static final int MEBIBYTES = 400;

    private final Path folder = Target.newFolder("full-disk");

    @Test
    void tellsOfAFullDiskOnEveryMemberWhetherItsPostgresLivesOrNot() throws Exception {
        try (SmallDisk first = SmallDisk.mount(folder.resolve(PRIMARY + "-disk"), MEBIBYTES);
                SmallDisk second = SmallDisk.mount(folder.resolve(STANDBY + "-disk"), MEBIBYTES);
                NodeExporter exporter = NodeExporter.start(folder);
                RealCluster cluster = cluster(first, second);
                Watch watch = Watch.over(cluster, settings(exporter, second))) {
            watch.awaitQuietAndHealthy(Watch.RECOVERY);
            assertThat(sources(watch.scrape())).isEqualTo("patroni-0 sql-view, patroni-1 sql-view");

            warnsThenPagesThenClears(watch, first, PRIMARY);
            warnsThenPagesThenClears(watch, second, STANDBY);

            second.fillTo(95);
            cluster.kill9(STANDBY);
            Await.until(
                    "the node_exporter takes over",
                    Watch.RECOVERY,
                    () -> sources(watch.scrape()).equals("patroni-0 sql-view, patroni-1 node-exporter"));
            watch.awaitAlert(Watch.SOON, "PatroniDiskUsage critical firing at " + STANDBY);
            assertThat(watch.monitor().get("/api/v1/alerts").body()).contains("full (source: node-exporter)");
            second.clear();
            awaitNoDiskAlert(watch);
        }
    }

    private RealCluster cluster(SmallDisk first, SmallDisk second) {
        return RealCluster.of(Flavour.PYPI_4_1)
                .nodes(2)
                .folder(folder)
                .data(PRIMARY, first.mountpoint().resolve("data"))
                .data(STANDBY, second.mountpoint().resolve("data"))
                .parameter("min_wal_size", "32MB")
                .parameter("max_wal_size", "48MB")
                .parameter("wal_keep_size", "0")
                .start();
    }

    private static String settings(NodeExporter exporter, SmallDisk standbys) {
        return """
                expected-members = 2
                poll.slow-interval = 2s
                thresholds.disk-usage.for = 0s
                disk { metrics-url = "%s?{host}", mountpoint = "%s" }
                """.formatted(exporter.url(), standbys.mountpoint());
    }

    private static void warnsThenPagesThenClears(Watch watch, SmallDisk disk, String member) throws Exception {
        disk.fillTo(75);
        watch.awaitAlert(Watch.SOON, "PatroniDiskUsage warning firing at " + member);
        assertThat(Watch.alerts(watch.scrape())).noneMatch(alert -> alert.contains("critical"));

        disk.fillTo(90);
        watch.awaitAlert(Watch.SOON, "PatroniDiskUsage critical firing at " + member);
        assertThat(Watch.alerts(watch.scrape()))
                .filteredOn(alert -> alert.startsWith("PatroniDiskUsage"))
                .allMatch(alert -> alert.endsWith(" at " + member));

        disk.clear();
        awaitNoDiskAlert(watch);
    }

    private static void awaitNoDiskAlert(Watch watch) {
        Await.until(
                "no alert about a disk",
                Watch.SOON,
                () -> Watch.alerts(watch.scrape()).stream().noneMatch(alert -> alert.startsWith("PatroniDiskUsage")));
    }

    private static String sources(Scrape scrape) {
        return scrape.all("patroni_monitor_disk_source").stream()
                .map(sample -> sample.label("member") + " " + sample.label("source"))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
