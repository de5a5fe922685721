package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** etcd: the names of all keys below the namespace, page by page, each page with a quorum. */
final class EtcdDirectory extends DcsDirectory {
    private static final int PAGE = 2000;
    /** Some ten for each cluster: of more clusters than one monitor is meant for. */
    private static final int MOST_PAGES = 50;

    private final Etcd3 config;
    private final InputLimits limits;
    private final EtcdGateway gateway;
    /** By the id of the etcd cluster; of the looking thread. */
    private final Map<String, Store> stores = new HashMap<>();

    private final EtcdIds ids = new EtcdIds();

    EtcdDirectory(Etcd3 config, InputLimits limits, Clock clock, EtcdGateway gateway) {
        super(new Rotation(EtcdGateway.PRODUCT, config.endpoints(), clock), gateway.http(), clock);
        this.config = config;
        this.limits = limits;
        this.gateway = gateway;
    }

    @Override
    Listing list(URI endpoint, Instant end) throws UnusableAnswerException {
        FoundKeys found = new FoundKeys(limits.nameLength());
        Page page = null;
        ByteString from = ByteString.encodeUtf8(config.prefix());
        for (int pages = 0; from != null; pages++) {
            if (pages == MOST_PAGES) {
                throw new UnusableAnswerException(
                        FailureKind.TOO_LARGE,
                        "more than " + PAGE * MOST_PAGES + " keys below " + Excerpt.of(config.prefix()));
            }
            page = read(endpoint, from, left(end), found);
            from = page.next();
        }
        return found.listing(page == null ? null : storeOf(endpoint, page.range()));
    }

    /** @param next where the next one begins; null after the last one */
    private record Page(JsonNode range, @Nullable ByteString next) {}

    /**
     * @param revision the last one
     * @param putBack how often it was lower than before
     */
    private record Store(long revision, int putBack) {}

    private @Nullable String storeOf(URI endpoint, JsonNode range) throws UnusableAnswerException {
        ids.remember(endpoint, range);
        ids.refuseTwo(endpoint, "endpoints");
        String id = ids.of(endpoint);
        if (id == null) {
            return null;
        }
        long revision = range.path("header").path("revision").asLong(0);
        Store before = stores.getOrDefault(id, new Store(0, 0));
        int putBack = before.putBack() + (revision < before.revision() ? 1 : 0);
        stores.put(id, new Store(revision, putBack));
        return putBack == 0 ? id : id + ", put back " + putBack + " times";
    }

    private Page read(URI endpoint, ByteString from, Duration timeout, FoundKeys found) throws UnusableAnswerException {
        JsonNode range = gateway.ask(
                endpoint,
                "kv/range",
                EtcdGateway.object()
                        .put("key", from.base64())
                        .put("range_end", EtcdGateway.endOf(config.prefix()).base64())
                        .put("limit", PAGE)
                        .put("keys_only", true),
                timeout);
        ByteString last = null;
        for (JsonNode pair : range.path("kvs")) {
            last = DcsHttp.bytes(pair.path("key"));
            String key = last.utf8();
            if (key.startsWith(config.prefix())) {
                found.add(key.substring(config.prefix().length()));
            }
        }
        if (!range.has("header")) {
            throw UnusableAnswerException.badAnswer("no range of an etcd");
        }
        boolean more = range.path("more").asBoolean(false);
        if (more && last == null) {
            throw UnusableAnswerException.badAnswer("announces more keys and returns none");
        }
        return new Page(range, more && last != null ? ByteString.of(append(last)) : null);
    }

    /** The first key after this one. */
    private static byte[] append(ByteString key) {
        return Arrays.copyOf(key.toByteArray(), key.size() + 1);
    }
}
