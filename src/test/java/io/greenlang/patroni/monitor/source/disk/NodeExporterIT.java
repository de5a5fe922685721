package io.greenlang.patroni.monitor.source.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DiskConfig;
import io.greenlang.patroni.monitor.config.HostList;
import io.greenlang.patroni.monitor.config.MemberUrl;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.NodeExporter;
import io.greenlang.patroni.monitor.testing.SmallDisk;
import io.greenlang.patroni.monitor.testing.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeExporterIT {
    private final Path folder = Target.newFolder("node-exporter");

    @Test
    void readsOfARealPageWhatDfShows() {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("a disk"), 40);
                NodeExporter exporter = NodeExporter.start(folder)) {
            disk.fillTo(30);
            DiskConfig.Metrics config = new DiskConfig.Metrics(
                    new MemberUrl(exporter.url()),
                    new DiskConfig.NodeExporter(disk.mountpoint().toString(), null),
                    null,
                    new Tls(null, null, null, true),
                    HostList.NONE);
            try (DiskClient client = new DiskClient(config, Clock.systemUTC())) {
                Answer<DiskReading> answer = client.read("node1", null, Duration.ofSeconds(20));

                assertThat(answer.reason()).isEmpty();
                Volume shown = df(disk.mountpoint());
                assertThat(answer.value().orElseThrow().volumes()).containsExactly(shown);
                assertThat(shown.usedPercent()).isBetween(30.0, 33.0);
            }
        }
    }

    private static Volume df(Path mountpoint) {
        String[] figures = Command.run("df", "--block-size=1", "--output=size,used,avail", mountpoint.toString())
                .orThrow("df")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .strip()
                .split(" +", -1);
        return new Volume("data", Long.parseLong(figures[0]), Long.parseLong(figures[1]), Long.parseLong(figures[2]));
    }
}
