package io.greenlang.patroni.monitor.export.http.page;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the visitor wants it; kept in the address, so that it outlives a refresh.
 *
 * @param refreshes the page is to renew itself
 * @param unfolded the cluster that is to be shown first and in full, or {@code all}; null for none
 */
public record PageOptions(boolean refreshes, @Nullable String unfolded) {
    private static final String NO_REFRESH = "refresh=off";
    private static final String OPEN = "open=";
    private static final String ALL = "all";

    /** @param query of the address, as sent; what it does not know is ignored */
    public static PageOptions of(@Nullable String query) {
        List<String> wishes = query == null ? List.of() : Arrays.asList(query.split("&"));
        return new PageOptions(
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

    PageOptions otherRefresh() {
        return new PageOptions(!refreshes, unfolded);
    }

    PageOptions otherFolding() {
        return new PageOptions(refreshes, unfoldsAll() ? null : ALL);
    }

    boolean chooses(String cluster) {
        return cluster.equals(unfolded);
    }

    /** Chooses the cluster, or no longer. */
    PageOptions choosing(String cluster) {
        return new PageOptions(refreshes, chooses(cluster) ? null : cluster);
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
