package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who looks at the page.
 *
 * @param at the "now" of all ages on the page
 * @param wall by which times are told
 * @param events of which the last day's are shown
 */
public record Visit(Instant at, ClockOffset wall, LinksConfig links, Wish wish, EventLog events) {
    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(5);

    /**
     * How the visitor wants it; kept in the address, so that it outlives a refresh.
     *
     * @param refreshes the page is to renew itself
     * @param unfolded the cluster that is to be shown first and in full, or {@code all}; null for none
     */
    public record Wish(boolean refreshes, @Nullable String unfolded) {
        private static final String NO_REFRESH = "refresh=off";
        private static final String OPEN = "open=";
        private static final String ALL = "all";

        /** @param query of the address, as sent; what it does not know is ignored */
        public static Wish of(@Nullable String query) {
            List<String> wishes = query == null ? List.of() : Arrays.asList(query.split("&"));
            return new Wish(
                    !wishes.contains(NO_REFRESH),
                    wishes.stream()
                            .filter(wish -> wish.startsWith(OPEN))
                            .flatMap(wish -> Stream.ofNullable(decoded(wish.substring(OPEN.length()))))
                            .findFirst()
                            .orElse(null));
        }

        boolean unfolds(String cluster) {
            return unfoldsAll() || chooses(cluster);
        }

        boolean unfoldsAll() {
            return ALL.equals(unfolded);
        }

        Wish otherRefresh() {
            return new Wish(!refreshes, unfolded);
        }

        Wish otherFolding() {
            return new Wish(refreshes, unfoldsAll() ? null : ALL);
        }

        boolean chooses(String cluster) {
            return cluster.equals(unfolded);
        }

        /** Chooses the cluster, or no longer. */
        Wish choosing(String cluster) {
            return new Wish(refreshes, chooses(cluster) ? null : cluster);
        }

        /** The page with this wish, relative to the server. */
        String href() {
            String query = Stream.of(
                            refreshes ? "" : NO_REFRESH,
                            unfolded == null ? "" : OPEN + URLEncoder.encode(unfolded, StandardCharsets.UTF_8))
                    .filter(wish -> !wish.isEmpty())
                    .collect(Collectors.joining("&"));
            return query.isEmpty() ? "/" : "/?" + query;
        }

        /** What is no valid encoding is no cluster's name either. */
        private static @Nullable String decoded(String text) {
            try {
                return URLDecoder.decode(text, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }

    /** As often as the fastest cluster is polled, but every five seconds at most. */
    long refreshSeconds(MonitorReport report) {
        return report.clusters().stream()
                .map(cluster -> cluster.config().poll().interval())
                .min(Duration::compareTo)
                .filter(interval -> interval.compareTo(SHORTEST_REFRESH) > 0)
                .orElse(SHORTEST_REFRESH)
                .toSeconds();
    }

    Timestamp moment(Instant when) {
        return Timestamp.of(wall.shows(when), wall.shows(at));
    }
}
