package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
    private static final List<String> CLUSTERS =
            IntStream.range(0, 100).mapToObj(i -> "cluster-" + i).toList();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyClusterIsInExactlyOneShard(int count) {
        assertThat(CLUSTERS)
                .allSatisfy(cluster -> assertThat(IntStream.range(0, count)
                                .filter(ordinal -> new Shards(count, ordinal).own(cluster))
                                .count())
                        .isOne());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void noShardHasMoreThanTwiceItsPart(int count) {
        Map<Integer, Long> sizes =
                CLUSTERS.stream().collect(Collectors.groupingBy(c -> owner(c, count), Collectors.counting()));

        assertThat(sizes)
                .hasSize(count)
                .allSatisfy((ordinal, size) -> assertThat(size).isLessThan(200L / count));
    }

    @Test
    void aShardThatIsAddedTakesItsPartAndMovesNothingElse() {
        List<String> moved =
                CLUSTERS.stream().filter(c -> owner(c, 3) != owner(c, 4)).toList();

        assertThat(moved)
                .hasSizeBetween(10, 40)
                .allSatisfy(c -> assertThat(owner(c, 4)).isEqualTo(3));
    }

    @ParameterizedTest
    @CsvSource({"greenlang-cluster, 3, 2", "orders-eu, 3, 1", "größe, 7, 5"})
    void versionsOfTheDaemonAgree(String cluster, int count, int ordinal) {
        assertThat(owner(cluster, count)).isEqualTo(ordinal);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "patroni-monitor-1, 1", "a-b-0, 0", "003, 3"})
    void theOrdinalIsTheNumberAtTheEndOfAName(String given, int ordinal) throws ConfigException {
        assertThat(config("count = 4, ordinal = \"" + given + "\"").shards()).isEqualTo(new Shards(4, ordinal));
    }

    @Test
    void aDaemonWatchesItsOwnClustersAndKnowsAll() throws ConfigException {
        String clusters = CLUSTERS.stream()
                .map(cluster -> cluster + " { dns = \"" + cluster + ":1\" }\n")
                .collect(Collectors.joining());
        MonitorConfig config = Configs.LOADER.load(
                "patroni-monitor { shards { count = 3, ordinal = 2 }, clusters {" + clusters + "} }", "x");

        assertThat(config.clusters()).hasSize(100);
        assertThat(config.ownClusters())
                .extracting(ClusterConfig::name)
                .isEqualTo(
                        CLUSTERS.stream().sorted().filter(new Shards(3, 2)::own).toList());
    }

    private static int owner(String cluster, int count) {
        return IntStream.range(0, count)
                .filter(ordinal -> new Shards(count, ordinal).own(cluster))
                .findFirst()
                .orElseThrow();
    }

    private static MonitorConfig config(String shards) throws ConfigException {
        return Configs.LOADER.load("patroni-monitor { shards { " + shards + " }, clusters.a.dns = \"a:1\" }", "x");
    }
}
