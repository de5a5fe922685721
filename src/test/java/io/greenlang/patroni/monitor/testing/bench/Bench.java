package io.greenlang.patroni.monitor.testing.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code make bench}: measures the built daemon for some forty minutes and prints Markdown. It judges nothing. */
public final class Bench {
    private static final Map<String, Part> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("cluster", () -> table(RealClusterBench.TITLE, RealClusterBench.run()));
        PARTS.put("exporters", SideBySideBench::run);
        PARTS.put("page", () -> table(PageBench.TITLE, PageBench.run()));
        PARTS.put("scale", () -> table(ScaleBench.TITLE, ScaleBench.run()));
        PARTS.put("scrapers", () -> table(ScrapersBench.TITLE, ScrapersBench.run()));
        PARTS.put("discovery", () -> table(DiscoveryBench.TITLE, DiscoveryBench.run()));
    }

    private Bench() {}

    private interface Part {
        String measure() throws Exception;
    }

    /** @param arguments names of parts; none for all of them */
    public static void main(String[] arguments) throws Exception {
        Set<String> wanted = arguments.length == 0 ? PARTS.keySet() : Set.of(arguments);
        if (!PARTS.keySet().containsAll(wanted)) {
            System.err.println("PARTS can be " + String.join(", ", PARTS.keySet()));
            System.exit(2);
        }
        for (Map.Entry<String, Part> part : PARTS.entrySet()) {
            if (wanted.contains(part.getKey())) {
                System.out.printf("%n%s", part.getValue().measure());
            }
        }
        System.out.printf(
                "%nMeasured on %s with %d cores, JDK %s, %s %s.%n",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"));
    }

    private static String table(String title, List<Measurement> rows) {
        return "%s%n%n%s".formatted(title, Measurement.table(rows));
    }
}
