package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.trend.FigureBucket;
import io.greenlang.patroni.monitor.trend.FigureBucket.Kind;
import io.greenlang.patroni.monitor.trend.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Draws an hour as paths of SVG: a step for each bucket, whole numbers only, so that nothing depends on a language. Half
 * pixels, where the picture is shown at half its size.
 *
 * @param top the value at the upper edge
 */
record Steps(double top) {
    static final int STEP = 2;
    static final int WIDTH = STEP * Trend.BUCKETS;
    static final int HEIGHT = 48;
    /** So that a line at either edge is as thick as elsewhere. */
    private static final int MARGIN = 2;
    /** The pen draws nothing there. */
    private static final int ABOVE = -1;

    /** The buckets of one kind; null without one. */
    @Nullable String line(List<FigureBucket> hour, Kind kind) {
        StringBuilder path = new StringBuilder();
        int pen = ABOVE;
        for (Stretch<Integer> level : Stretch.of(heights(hour, kind))) {
            int height = level.what();
            if (height != ABOVE) {
                if (pen == ABOVE) {
                    path.append('M').append(level.begin() * STEP).append(' ').append(height);
                } else {
                    path.append('v').append(height - pen);
                }
                path.append('h').append(level.length() * STEP);
            }
            pen = height;
        }
        return path.isEmpty() ? null : path.toString();
    }

    private List<Integer> heights(List<FigureBucket> hour, Kind kind) {
        return hour.stream()
                .map(level -> level.kind() == kind ? y(level.value()) : ABOVE)
                .toList();
    }

    /** A level line from edge to edge. */
    String across(double value) {
        return "M0 " + y(value) + "h" + WIDTH;
    }

    private int y(double value) {
        int reach = HEIGHT - 2 * MARGIN;
        double share = Math.min(1, Math.max(0, value / top));
        return HEIGHT - MARGIN - (int) Math.round(share * reach);
    }

    /** A bar for each stretch of buckets that are meant, between two heights from the upper edge; null without one. */
    static <T> @Nullable String blocks(List<T> hour, Predicate<T> meant, int upper, int lower) {
        StringBuilder path = new StringBuilder();
        for (Stretch<Boolean> stretch :
                Stretch.of(hour.stream().map(meant::test).toList())) {
            if (stretch.what()) {
                int width = stretch.length() * STEP;
                path.append('M').append(stretch.begin() * STEP).append(' ').append(upper);
                path.append('h').append(width).append('v').append(lower - upper);
                path.append("h-").append(width).append('z');
            }
        }
        return path.isEmpty() ? null : path.toString();
    }

    /**
     * Neighbours that are the same.
     *
     * @param begin place of the first one
     */
    record Stretch<T>(T what, int begin, int length) {
        static <T> List<Stretch<T>> of(List<T> all) {
            List<Stretch<T>> stretches = new ArrayList<>();
            int begin = 0;
            for (int end = 1; end <= all.size(); end++) {
                if (end == all.size() || !all.get(end).equals(all.get(begin))) {
                    stretches.add(new Stretch<>(all.get(begin), begin, end - begin));
                    begin = end;
                }
            }
            return List.copyOf(stretches);
        }
    }
}
