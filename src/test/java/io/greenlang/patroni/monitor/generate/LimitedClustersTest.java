package io.greenlang.patroni.monitor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitedClustersTest {
    private static final Rule LAG =
            Catalogue.rule("PatroniReplicationLagSeconds").orElseThrow();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void isOneForAllWithoutLimitsOfTheirOwn() throws Exception {
        assertThat(of("main { seeds = [\"http://a:8008\"] }"))
                .containsExactly(new LimitedClusters(new Limit(30, MINUTE), List.of(), true));
    }

    @Test
    void leavesOutWhoHasOtherLimits() throws Exception {
        assertThat(of("""
                main { seeds = ["http://a:8008"] }
                same { seeds = ["http://b:8008"], thresholds.replication-lag-seconds.warning = 30 }
                slow2 { seeds = ["http://c:8008"], thresholds.replication-lag-seconds.warning = 50 }
                slow1 { seeds = ["http://d:8008"], thresholds.replication-lag-seconds.warning = 50 }
                patient { seeds = ["http://e:8008"], thresholds.replication-lag-seconds.for = 2m }
                off { seeds = ["http://f:8008"], thresholds.replication-lag-seconds.warning = off }
                """))
                .containsExactly(
                        new LimitedClusters(new Limit(30, MINUTE), List.of("off", "patient", "slow1", "slow2"), true),
                        new LimitedClusters(new Limit(30, Duration.ofMinutes(2)), List.of("patient"), false),
                        new LimitedClusters(new Limit(50, MINUTE), List.of("slow1", "slow2"), false));
    }

    @Test
    void isOnlyThoseThatHaveItWhereItIsOffForAll() throws Exception {
        MonitorConfig config = load("""
                patroni-monitor {
                  thresholds.replication-lag-seconds.warning = off
                  clusters {
                    main { seeds = ["http://a:8008"] }
                    own { seeds = ["http://b:8008"], thresholds.replication-lag-seconds.warning = 40 }
                  }
                }
                """);

        assertThat(LimitedClusters.of(LAG, Severity.WARNING, config))
                .containsExactly(new LimitedClusters(new Limit(40, MINUTE), List.of("own"), false));
    }

    @Test
    void leavesAnExpressionForAllAsItIs() {
        assertThat(new LimitedClusters(new Limit(1, MINUTE), List.of(), true).only("x > 1"))
                .isEqualTo("x > 1");
    }

    @Test
    void leavesOutTheOthersByTheSeriesThatEveryClusterHas() {
        assertThat(new LimitedClusters(new Limit(1, MINUTE), List.of("a", "b"), true).only("x > 1"))
                .isEqualTo("x > 1 unless on (cluster) patroni_cluster_state{state=\"healthy\",cluster=~\"a|b\"}");
        assertThat(new LimitedClusters(new Limit(1, MINUTE), List.of("a", "b"), false).only("x > 1"))
                .isEqualTo("x > 1 and on (cluster) patroni_cluster_state{state=\"healthy\",cluster=~\"a|b\"}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "greenlang-cluster, greenlang-cluster",
                "a.b+c, a\\\\.b\\\\+c",
                "a|(b)[c]{2}^$*?, a\\\\|\\\\(b\\\\)\\\\[c\\\\]\\\\{2\\\\}\\\\^\\\\$\\\\*\\\\?",
                "a\\b, a\\\\\\\\b",
                "a\"b, a\\\"b",
                "größe, größe",
                "a b_c/d:e, a b_c/d:e",
            })
    void matchesTheNameAndNoOther(String name, String pattern) {
        assertThat(new LimitedClusters(new Limit(1, MINUTE), List.of(name), false).only("x"))
                .endsWith("cluster=~\"" + pattern + "\"}");
    }

    private List<LimitedClusters> of(String clusters) throws Exception {
        return LimitedClusters.of(LAG, Severity.WARNING, load("patroni-monitor.clusters {\n" + clusters + "\n}"));
    }

    private MonitorConfig load(String config) throws Exception {
        return Configs.LOADER.load(Files.writeString(folder.resolve("monitor.conf"), config));
    }
}
