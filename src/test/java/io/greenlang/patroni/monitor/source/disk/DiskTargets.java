package io.greenlang.patroni.monitor.source.disk;

import io.greenlang.patroni.monitor.config.MemberUrl;
import io.greenlang.patroni.monitor.fuzz.FuzzTarget;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.util.List;
import java.util.Set;
import okhttp3.HttpUrl;

/** Pages of metrics, and where they are asked for. */
public final class DiskTargets {
    private static final VolumeSeries.Names MOUNTPOINTS = new VolumeSeries.Names(
            "node_filesystem_",
            "node_filesystem_size_bytes",
            "node_filesystem_free_bytes",
            true,
            "node_filesystem_avail_bytes",
            "mountpoint");

    private DiskTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText(
                        "disk-metrics",
                        UnusableAnswerException.class,
                        List.of(DiskClientTest.EXPORTER, DiskClientTest.KUBELET),
                        DiskTargets::page),
                FuzzTarget.ofText(
                        "disk-address",
                        FuzzTarget.NONE,
                        List.of("patroni-0", "10.0.0.1", "fe80::1", "tasks.db_node"),
                        DiskTargets::address));
    }

    private static void page(String page) throws UnusableAnswerException {
        VolumeSeries series = new VolumeSeries(MOUNTPOINTS, Set.of("/"), true);
        page.lines().forEach(line -> {
            series.read(line);
            MetricLine.parse(line);
        });
        series.volume("data", "", "/");
    }

    private static void address(String text) {
        new MemberUrl("http://{name}.metrics:9100/metrics").of(text, null).ifPresent(HttpUrl::parse);
        new MemberUrl("http://{host}:9100/metrics").of("patroni-0", text).ifPresent(HttpUrl::parse);
    }
}
