package io.greenlang.patroni.monitor.testing.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** {@code make bench}: measures the built daemon for some twenty minutes and prints Markdown. It judges nothing. */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        List<Measurement> real = RealClusterBench.run();
        String sideBySide = SideBySideBench.run();
        List<Measurement> page = PageBench.run();
        List<Measurement> scale = ScaleBench.run();
        List<Measurement> scrapers = ScrapersBench.run();
        List<Measurement> discovery = DiscoveryBench.run();
        System.out.printf(
                "%nMeasured on %s with %d cores, JDK %s, %s %s.%n",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"));
        System.out.printf("%n%s%n%n%s", RealClusterBench.TITLE, Measurement.table(real));
        System.out.printf("%n%s", sideBySide);
        System.out.printf("%n%s%n%n%s", PageBench.TITLE, Measurement.table(page));
        System.out.printf("%n%s%n%n%s", ScaleBench.TITLE, Measurement.table(scale));
        System.out.printf("%n%s%n%n%s", ScrapersBench.TITLE, Measurement.table(scrapers));
        System.out.printf("%n%s%n%n%s", DiscoveryBench.TITLE, Measurement.table(discovery));
    }
}
