package io.greenlang.patroni.monitor.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page in the Prometheus text format 0.0.4, parsed. */
public record Scrape(List<Sample> samples) {
    private static final Pattern LINE =
            Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)(?: -?\\d+)?", Pattern.DOTALL);
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    /** One series and its value. */
    public record Sample(String name, Map<String, String> labels, double value) {
        public Sample {
            labels = Map.copyOf(labels);
        }

        public String label(String label) {
            return labels.getOrDefault(label, "");
        }

        private boolean matches(String wantedName, Map<String, String> wantedLabels) {
            return name.equals(wantedName) && labels.entrySet().containsAll(wantedLabels.entrySet());
        }
    }

    public Scrape {
        samples = List.copyOf(samples);
    }

    public static Scrape parse(String page) {
        return new Scrape(page.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Scrape::sample)
                .toList());
    }

    /**
     * Every series of that name with at least these labels.
     *
     * @param labels name, value, name, value…
     */
    public List<Sample> all(String name, String... labels) {
        Map<String, String> wanted = pairs(labels);
        return samples.stream().filter(sample -> sample.matches(name, wanted)).toList();
    }

    /** Empty when there is no such series; two of them are an error, as the question was ambiguous. */
    public OptionalDouble find(String name, String... labels) {
        List<Sample> found = all(name, labels);
        if (found.size() > 1) {
            throw new IllegalArgumentException("ambiguous: " + found);
        }
        return found.stream().mapToDouble(Sample::value).findFirst();
    }

    /** As {@link #find}, but a series that is missing is an assertion error with what there is of that name. */
    public double value(String name, String... labels) {
        return find(name, labels)
                .orElseThrow(() -> new AssertionError("no " + name + pairs(labels) + ", only " + all(name)));
    }

    public boolean has(String name, String... labels) {
        return !all(name, labels).isEmpty();
    }

    /** Every answer of the last poll came in time. On a slow machine one may not, and the page tells of that as it should. */
    public boolean isInTime() {
        return !has("patroni_monitor_failure", "reason", "timeout");
    }

    /** The same of the members: without a DCS, nobody's view of it comes. */
    public boolean isInTimeOfMembers() {
        return all("patroni_monitor_failure", "reason", "timeout").stream()
                .allMatch(failure -> failure.label("source").startsWith("dcs"));
    }

    private static Sample sample(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a sample: " + line);
        }
        return new Sample(matcher.group(1), labels(matcher.group(2), line), number(matcher.group(3)));
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (text == null) {
            return labels;
        }
        Matcher matcher = LABEL.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            if (labels.put(matcher.group(1), unescape(matcher.group(2))) != null) {
                throw new IllegalArgumentException("label twice: " + line);
            }
            end = matcher.end();
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("not labels: " + line);
        }
        return labels;
    }

    private static String unescape(String value) {
        List<String> parts = new ArrayList<>();
        for (String part : value.split("\\\\\\\\", -1)) {
            parts.add(part.replace("\\n", "\n").replace("\\\"", "\""));
        }
        return String.join("\\", parts);
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Map<String, String> pairs(String... labels) {
        if (labels.length % 2 != 0) {
            throw new IllegalArgumentException("a label without a value: " + List.of(labels));
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            pairs.put(labels[i], labels[i + 1]);
        }
        return pairs;
    }
}
