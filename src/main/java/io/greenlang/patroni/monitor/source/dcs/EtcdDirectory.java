package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
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
import java.util.Set;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** etcd: the names of all keys below the namespace, page by page, each page with a quorum. */
final class EtcdDirectory implements DcsDirectory {
    private static final int PAGE = 2000;
    /** Some ten for each cluster: of more clusters than one monitor is meant for. */
    private static final int MOST_PAGES = 50;

    private final Etcd3 config;
    private final InputLimits limits;
    private final Clock clock;
    private final EtcdGateway gateway;
    private final Rotation rotation;
    /** By the id of the etcd cluster; of the looking thread. */
    private final Map<String, Store> stores = new HashMap<>();

    /** By endpoint, the id of the etcd cluster that it was of last. */
    private final Map<URI, String> ids = new HashMap<>();

    EtcdDirectory(Etcd3 config, InputLimits limits, Clock clock, EtcdGateway gateway) {
        this.config = config;
        this.limits = limits;
        this.clock = clock;
        this.gateway = gateway;
        this.rotation = new Rotation(EtcdGateway.PRODUCT, config.endpoints(), clock);
    }

    @Override
    public Answer<Listing> clusters(Duration timeout) {
        return rotation.first(timeout, this::clustersOf);
    }

    private Answer<Listing> clustersOf(URI endpoint, Duration timeout) throws UnusableAnswerException {
        Instant asked = clock.instant();
        Instant end = asked.plus(timeout);
        FoundKeys found = new FoundKeys(limits.nameLength());
        Page page = null;
        ByteString from = ByteString.encodeUtf8(config.prefix());
        for (int pages = 0; from != null; pages++) {
            if (pages == MOST_PAGES) {
                throw new UnusableAnswerException(
                        FailureKind.TOO_LARGE,
                        "more than " + PAGE * MOST_PAGES + " keys below " + Excerpt.of(config.prefix()));
            }
            page = read(endpoint, from, Duration.between(clock.instant(), end), found);
            from = page.next();
        }
        return Answer.answered(
                found.listing(page == null ? null : storeOf(endpoint, page.header())), asked, clock.instant());
    }

    /** @param next where the next one begins; null after the last one */
    private record Page(JsonNode header, @Nullable ByteString next) {}

    /**
     * @param revision the last one
     * @param putBack how often it was lower than before
     */
    private record Store(long revision, int putBack) {}

    private @Nullable String storeOf(URI endpoint, JsonNode header) throws UnusableAnswerException {
        String id = Excerpt.of(header.path("cluster_id").asText(""));
        if (id.isEmpty()) {
            return null;
        }
        refuseTwoEtcds(endpoint, id);
        long revision = header.path("revision").asLong(0);
        Store before = stores.getOrDefault(id, new Store(0, 0));
        int putBack = before.putBack() + (revision < before.revision() ? 1 : 0);
        stores.put(id, new Store(revision, putBack));
        return putBack == 0 ? id : id + ", put back " + putBack + " times";
    }

    /** What another endpoint was of is forgotten then: an etcd that was made new has another id at each of them. */
    private void refuseTwoEtcds(URI endpoint, String id) throws UnusableAnswerException {
        ids.put(endpoint, id);
        if (Set.copyOf(ids.values()).size() > 1) {
            ids.keySet().retainAll(Set.of(endpoint));
            throw new UnusableAnswerException(
                    FailureKind.SCOPE_MISMATCH, "endpoints belong to different etcd clusters, this one to " + id);
        }
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
        return new Page(range.path("header"), more && last != null ? ByteString.of(append(last)) : null);
    }

    /** The first key after this one. */
    private static byte[] append(ByteString key) {
        return Arrays.copyOf(key.toByteArray(), key.size() + 1);
    }

    @Override
    public void close() {
        gateway.http().close();
    }
}
