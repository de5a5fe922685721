package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.export.http.server.Call;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that a page of another site had a browser send, with the password that the browser keeps. What browsers say
 * themselves ({@code Sec-Fetch-Site}) counts first: behind a proxy {@code Host} may be another name than the page's.
 */
final class CrossSite {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private CrossSite() {}

    /** Never true of requests that change nothing, and of clients that are not browsers. */
    static boolean isForged(Call call) {
        if (READING.contains(call.method())) {
            return false;
        }
        String site = call.header("Sec-Fetch-Site");
        if (site != null) {
            return !OWN.contains(site.strip().toLowerCase(Locale.ROOT));
        }
        String origin = call.header("Origin");
        return origin != null && !isSameHost(origin, call.header("Host"));
    }

    private static boolean isSameHost(String origin, @Nullable String host) {
        if (host == null) {
            return false;
        }
        try {
            URI page = URI.create(origin.strip());
            URI here = URI.create(page.getScheme() + "://" + host.strip());
            return page.getHost() != null
                    && page.getHost().equalsIgnoreCase(here.getHost())
                    && port(page) == port(here);
        } catch (IllegalArgumentException e) {
            return false; // "null" and nonsense
        }
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
