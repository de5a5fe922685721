package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoverConfigTest {
    private static final String FILE = """
            patroni-monitor {
              cluster-defaults { expected-members = 3, postgres.username = watcher }
              thresholds.failovers { warning = 7, critical = 9 }
              discover {
                production { kind = etcd3, endpoints = ["http://e1:2379"], "include" = ["app-*", "orders"], exclude = ["*-old"] }
                test { kind = etcd3, endpoints = ["http://e2:2379"], namespace = "/test/", clusters = "test-{scope}" }
              }
            }
            """;

    @Test
    void needsNoClusterByName() throws ConfigException {
        MonitorConfig config = ConfigLoader.load(FILE, "monitor.conf");

        assertThat(config.clusters()).isEmpty();
        assertThat(config.discover()).extracting(DiscoverConfig::name).containsExactly("production", "test");
        assertThat(config.discover().get(0).interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(((Etcd3) config.discover().get(1).dcs()).prefix("x")).isEqualTo("/test/x/");
    }

    @Test
    void watchesWhatIsFoundAsTheDefaultsSay() throws ConfigException {
        MonitorConfig config = ConfigLoader.load(FILE, "monitor.conf");
        DiscoverConfig place = config.discover().get(1);

        ClusterConfig found = config.defaultCluster()
                .found(place.clusterName("orders", 2), "orders", place.dcs().ofGroup(2));

        assertThat(found.name()).isEqualTo("test-orders-2");
        assertThat(found.scope()).isEqualTo("orders");
        assertThat(found.expectedMembers()).isEqualTo(3);
        assertThat(found.postgres().username()).isEqualTo("watcher");
        assertThat(found.discovery().seeds()).isEmpty();
        assertThat(found.dcs())
                .isEqualTo(new Etcd3(
                        List.of(URI.create("http://e2:2379")),
                        "test",
                        2,
                        null,
                        new ClusterConfig.Tls(null, null, null, true)));
        assertThat(found.thresholds()).isEqualTo(config.thresholds());
    }

    @ParameterizedTest
    @CsvSource({
        "app-1, true",
        "app-, true",
        "orders, true",
        "myapp-1, false",
        "app-1-old, false",
        "orders2, false",
        "app.1, false"
    })
    void picksByPatterns(String scope, boolean wanted) throws ConfigException {
        assertThat(ConfigLoader.load(FILE, "monitor.conf").discover().get(0).wants(scope))
                .isEqualTo(wanted);
    }
}
