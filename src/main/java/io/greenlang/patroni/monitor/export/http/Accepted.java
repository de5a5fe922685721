package io.greenlang.patroni.monitor.export.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client accepts of what {@code /metrics} has, by RFC 9110, 12.5: the most specific range decides over a format, the
 * largest quality among formats, and 0 excludes. What makes no sense counts as not said.
 *
 * @param openMetrics OpenMetrics 1.0.0; otherwise text 0.0.4, which also gets who accepts neither
 * @param gzip or else as it is
 */
record Accepted(boolean openMetrics, boolean gzip) {
    private static final int NO_MATCH = -1;
    private static final Pattern QUALITY = Pattern.compile("0(\\.\\d{0,3})?|1(\\.0{0,3})?");

    /**
     * @param accept the header {@code Accept}; null when it is missing
     * @param acceptEncoding likewise
     */
    static Accepted of(@Nullable String accept, @Nullable String acceptEncoding) {
        return new Accepted(prefersOpenMetrics(ranges(accept)), prefersGzip(ranges(acceptEncoding)));
    }

    private record Range(String name, Map<String, String> parameters, double quality) {}

    private static boolean prefersOpenMetrics(List<Range> ranges) {
        double text = quality(ranges, range -> specificity(range, "text", "plain", "0.0.4"))
                .orElse(0);
        double openMetrics = quality(ranges, Accepted::ofOpenMetrics).orElse(0);
        boolean isNamed = ranges.stream().anyMatch(range -> ofOpenMetrics(range) > 1);
        return openMetrics > text || (openMetrics == text && openMetrics > 0 && isNamed);
    }

    private static int ofOpenMetrics(Range range) {
        return specificity(range, "application", "openmetrics-text", "1.0.0");
    }

    /** 0 for any type, 1 for any subtype, 2 for the name, 3 for the version, too; -1 when it is about something else. */
    private static int specificity(Range range, String type, String subtype, String version) {
        if (range.name().equals("*/*")) {
            return 0;
        }
        if (range.name().equals(type + "/*")) {
            return 1;
        }
        String wanted = range.parameters().get("version");
        if (!range.name().equals(type + "/" + subtype) || (wanted != null && !wanted.equals(version))) {
            return NO_MATCH;
        }
        return wanted == null ? 2 : 3;
    }

    private static boolean prefersGzip(List<Range> ranges) {
        double gzip = quality(ranges, range -> coding(range, "gzip", "x-gzip")).orElse(0);
        double identity =
                quality(ranges, range -> coding(range, "identity", "identity")).orElse(0);
        return gzip > 0 && gzip >= identity;
    }

    private static int coding(Range range, String name, String alias) {
        if (range.name().equals("*")) {
            return 0;
        }
        return range.name().equals(name) || range.name().equals(alias) ? 1 : NO_MATCH;
    }

    /** Of the most specific range; of those that are equally specific, the best. */
    private static OptionalDouble quality(List<Range> ranges, ToIntFunction<Range> specificity) {
        int most = ranges.stream().mapToInt(specificity).max().orElse(NO_MATCH);
        return most == NO_MATCH
                ? OptionalDouble.empty()
                : ranges.stream()
                        .filter(range -> specificity.applyAsInt(range) == most)
                        .mapToDouble(Range::quality)
                        .max();
    }

    private static List<Range> ranges(@Nullable String header) {
        List<Range> ranges = new ArrayList<>();
        for (String element :
                header == null ? new String[0] : header.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = element.split(";", -1);
            Map<String, String> parameters = new HashMap<>();
            for (int i = 1; i < parts.length; i++) {
                String[] pair = parts[i].split("=", 2);
                if (pair.length == 2) {
                    parameters.put(pair[0].strip(), unquoted(pair[1].strip()));
                }
            }
            String quality = parameters.getOrDefault("q", "1");
            if (!parts[0].isBlank() && QUALITY.matcher(quality).matches()) {
                ranges.add(new Range(parts[0].strip(), parameters, Double.parseDouble(quality)));
            }
        }
        return ranges;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
