package io.greenlang.patroni.monitor.source.patroni;

import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.RestAddress;
import io.greenlang.patroni.monitor.time.HostClock;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a cluster's members, parsed, and the clock of the host behind each: the same few are asked in every round,
 * and parsing one was a tenth of a question's CPU. Safe for concurrent use.
 */
final class KnownAddresses {
    /** More than any cluster has; pods get new addresses for ever. A clock that is forgotten is learned again. */
    private static final int MOST = 200;

    private final Map<URI, HttpUrl> parsed = new ConcurrentHashMap<>();
    private final Map<String, Optional<String>> bases = new ConcurrentHashMap<>();
    private final Map<URI, HostClock> clocks = new ConcurrentHashMap<>();

    HttpUrl endpoint(URI base, String name) throws UnusableAnswerException {
        return of(base).newBuilder().addPathSegment(name).build();
    }

    HttpUrl of(URI base) throws UnusableAnswerException {
        HttpUrl url = parsed.get(base);
        if (url == null) {
            url = RestAddress.of(base);
            if (parsed.size() >= MOST) {
                parsed.clear();
            }
            parsed.put(base, url);
        }
        return url;
    }

    /** As {@link RestAddress#baseOf}. */
    @Nullable String baseOf(String apiUrl) {
        if (bases.size() >= MOST) {
            bases.clear();
        }
        return bases.computeIfAbsent(apiUrl, url -> Optional.ofNullable(RestAddress.baseOf(url)))
                .orElse(null);
    }

    HostClock clock(URI base) {
        if (clocks.size() >= MOST && !clocks.containsKey(base)) {
            clocks.clear();
        }
        return clocks.computeIfAbsent(base, host -> new HostClock());
    }
}
