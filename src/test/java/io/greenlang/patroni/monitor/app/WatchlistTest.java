package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.DiscoverConfig;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import io.greenlang.patroni.monitor.source.dcs.DcsSources;
import io.greenlang.patroni.monitor.source.dcs.FoundCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchlistTest {
    private static final String PLACE = "kind = etcd3, endpoints = [\"http://127.0.0.1:1\", \"http://127.0.0.1:2\"]";

    @TempDir
    private Path folder;

    private final Map<String, Discovery> places = new LinkedHashMap<>();

    @AfterEach
    void stop() {
        places.values().forEach(Discovery::close);
    }

    @Test
    void takesTheFirstFoundAndCountsTheRest() throws ConfigException, IOException {
        MonitorConfig config = config("discover.p { %s, max-clusters = 2 }".formatted(PLACE));
        found(config, "z", "m", "a", "b");

        Watchlist list = Watchlist.of(config, places);

        assertThat(names(list)).containsExactly("z", "m");
        assertThat(report(list).leftOut()).isEqualTo(2);
        assertThat(report(list).isSound()).isFalse();
        assertThat(report(list).without(0, List.of()).clusters()).isEqualTo(4);
    }

    /** What other shards watch takes no place. */
    @Test
    void countsItsOwnShardOnly() throws ConfigException, IOException {
        String[] all = new String[40];
        Arrays.setAll(all, i -> "c" + i);
        List<String> watched = new ArrayList<>();
        for (int shard = 0; shard < 2; shard++) {
            places.values().forEach(Discovery::close);
            MonitorConfig config = config(
                    "shards { count = 2, ordinal = %d }, discover.p { %s, max-clusters = 30 }".formatted(shard, PLACE));
            found(config, all);
            Watchlist list = Watchlist.of(config, places);
            assertThat(report(list).leftOut()).isZero();
            watched.addAll(names(list));
        }

        assertThat(watched).containsExactlyInAnyOrder(all);
    }

    /** By whichever endpoint it is read. */
    @Test
    void watchesOneThatIsNamedOtherwiseOnce() throws ConfigException, IOException {
        MonitorConfig config = config("""
                clusters.shop-production { scope = shop, dcs { kind = etcd3, endpoints = ["http://127.0.0.1:2"] } }
                clusters.other { scope = shop, dcs { kind = etcd3, endpoints = ["http://127.0.0.1:2"], namespace = test } }
                discover.p { %s }""".formatted(PLACE));
        found(config, "shop", "orders");

        Watchlist list = Watchlist.of(config, places);

        assertThat(names(list)).containsExactly("other", "shop-production", "orders");
        assertThat(report(list).isSound()).as("nothing is hidden").isTrue();
    }

    @Test
    void tellsWhoseNameAnotherPlaceHas() throws ConfigException, IOException {
        MonitorConfig config = config("""
                discover.a { kind = etcd3, endpoints = ["http://127.0.0.1:3"] }
                discover.p { %s }""".formatted(PLACE));
        found(config, "shop");

        Watchlist list = Watchlist.of(config, places);

        assertThat(names(list)).containsExactly("shop");
        assertThat(report(list).hidden()).containsExactly("shop");
    }

    private MonitorConfig config(String text) throws ConfigException, IOException {
        return Configs.LOADER.load(
                Files.writeString(folder.resolve("monitor.conf"), "patroni-monitor {\n" + text + "\n}"));
    }

    /** The same in each place. */
    private void found(MonitorConfig config, String... scopes) {
        FoundClusters.Memory memory = new FoundClusters.Memory() {
            @Override
            public List<FoundClusters.Known> recall(String place) {
                return Arrays.stream(scopes)
                        .map(scope -> new FoundClusters.Known(new FoundCluster(scope, null), "1"))
                        .toList();
            }

            @Override
            public void keep(String place, List<FoundClusters.Known> known) {
                throw new UnsupportedOperationException();
            }
        };
        Clock clock = Clock.systemUTC();
        Discovery.World world = new Discovery.World(memory, name -> false, () -> true, new DcsSources(clock), clock);
        for (DiscoverConfig place : config.discover()) {
            places.put(place.name(), new Discovery(place, InputLimits.DEFAULTS, List.of(), world));
        }
    }

    private static List<String> names(Watchlist list) {
        return list.clusters().stream().map(ClusterConfig::name).toList();
    }

    /** Of the place p, as it is after a good look. */
    private DiscoveryReport report(Watchlist list) {
        DiscoveryReport told = list.report(places.get("p"));
        return new DiscoveryReport(
                told.name(),
                true,
                told.clusters(),
                told.leftOut(),
                told.unusable(),
                told.elsewhere(),
                told.hidden(),
                told.failure());
    }
}
