package io.greenlang.patroni.monitor.testing.bench;

import io.greenlang.patroni.monitor.testing.Etcd;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What it costs to read the DCS itself: three daemons side by side on the same hundred clusters of stub nodes and one real etcd. */
public final class DiscoveryBench {
    static final String TITLE =
            "100 clusters of three stub nodes (Patroni REST only, SQL off) that are registered in one real"
                    + " etcd, polled every 5 s by three daemons side by side, each with -Xmx96m; CPU of three minutes after one of"
                    + " warm-up:";

    private static final int CLUSTERS = 100;
    private static final Duration WARM_UP = Duration.ofMinutes(1);
    private static final Duration PERIOD = Duration.ofMinutes(3);
    private static final String POLLS = "patroni_monitor_poll_duration_seconds_count";

    /** One daemon. */
    private record Watch(String how, MonitorProcess monitor) {}

    private static MonitorProcess start(String settings) throws IOException {
        return MonitorProcess.start(Target.newFolder("bench"), "poll.interval = 5s\n" + settings, List.of("-Xmx96m"));
    }

    /** One daemon at one moment. */
    private record Usage(ProcessUsage process, double polls) {
        static Usage of(Watch watch) throws IOException {
            Scrape scrape = watch.monitor().metrics();
            double polls = scrape.all(POLLS).stream()
                    .mapToDouble(sample -> sample.value())
                    .sum();
            return new Usage(ProcessUsage.of(watch.monitor().pid()), polls);
        }

        List<Measurement> since(Usage before, String how) {
            double polled = polls - before.polls;
            double millis = process.cpuSince(before.process).toMillis() / polled;
            return List.of(
                    new Measurement(how + ": polls", Long.toString(Math.round(polled)), ""),
                    new Measurement(how + ": CPU for each poll of a cluster", Measurement.decimal(millis) + " ms", ""),
                    new Measurement(
                            how + ": resident memory",
                            Measurement.mebibytes(process.residentBytes()),
                            "under 300 MiB"));
        }
    }

    private DiscoveryBench() {}

    /** This one alone. */
    public static void main(String[] arguments) throws Exception {
        System.out.printf("%n%s%n%n%s", TITLE, Measurement.table(run()));
    }

    static List<Measurement> run() throws IOException, InterruptedException {
        Etcd etcd = Etcd.alone(Target.newFolder("bench"));
        etcd.start();
        try (StubNodes stubs = new StubNodes()) {
            List<StubCluster> clusters = new ArrayList<>();
            for (int i = 0; i < CLUSTERS; i++) {
                StubCluster cluster = StubCluster.open(stubs, "found-" + i);
                cluster.register(etcd);
                clusters.add(cluster);
            }
            String dcs = "kind = etcd3, endpoints = [\"%s\"]"
                    .formatted(etcd.endpoints().get(0));
            String named = clusters.stream()
                    .map(StubCluster::monitorConfig)
                    .collect(Collectors.joining("", "clusters {\n", "}\n"));
            String all = "cluster-defaults { expected-members = 3, postgres.enabled = false }\ndiscover.all { ";
            try (MonitorProcess without = start(named);
                    MonitorProcess with = start(named + "cluster-defaults.dcs { " + dcs + " }");
                    MonitorProcess found = start(all + dcs + " }")) {
                return measure(List.of(
                        new Watch("named, without the DCS", without),
                        new Watch("named, with a dcs block", with),
                        new Watch("discovered", found)));
            }
        } finally {
            etcd.dispose();
        }
    }

    private static List<Measurement> measure(List<Watch> watches) throws IOException, InterruptedException {
        Thread.sleep(WARM_UP.toMillis());
        List<Usage> before = new ArrayList<>();
        for (Watch watch : watches) {
            before.add(Usage.of(watch));
        }
        Thread.sleep(PERIOD.toMillis());
        List<Measurement> rows = new ArrayList<>();
        for (int i = 0; i < watches.size(); i++) {
            rows.addAll(
                    Usage.of(watches.get(i)).since(before.get(i), watches.get(i).how()));
        }
        return rows;
    }
}
