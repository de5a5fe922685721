package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoundKeysTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            demo/initialize,                demo
            demo/config,                    demo
            demo/leader,                    demo
            demo/members/patroni-0,         demo
            demo/0/initialize,              demo/0
            demo/12/members/w-1,            demo/12
            demo/members/a/b,               demo
            1/initialize,                   1
            demo/sync,                      -
            demo/members,                   -
            demo/other/initialize,          -
            demo/012/initialize,            -
            demo/0/,                        -
            demo,                           -
            /initialize,                    -
            ' /initialize',                 -
            a-name-that-is-too-long/config, -
            """)
    void knowsWhoseKeyItIs(String key, String cluster) {
        assertThat(FoundKeys.clusterOf(key, 20).map(FoundCluster::toString).orElse(null))
                .isEqualTo(cluster);
    }
}
