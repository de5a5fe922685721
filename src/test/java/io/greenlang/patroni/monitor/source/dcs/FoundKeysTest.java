package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
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
    void knowsWhoseKeyItIs(String key, String cluster) throws UnusableAnswerException {
        FoundKeys keys = new FoundKeys(20);

        keys.add(key);

        assertThat(keys.listing(null).clusters())
                .extracting(FoundCluster::toString)
                .isEqualTo(cluster == null ? List.of() : List.of(cluster));
    }

    @Test
    void keepsTheBeginningsOfNamesThatAreTooLong() throws UnusableAnswerException {
        FoundKeys keys = new FoundKeys(20);

        keys.add("a-name-that-is-too-long/config");
        keys.add("a-name-that-is-too-long/initialize");
        keys.add("a-name-that-is-too-long/other");
        keys.add("another-name-that-is-too-long/config");
        keys.add("demo/config");

        assertThat(keys.listing("7"))
                .isEqualTo(new Listing(
                        Set.of(new FoundCluster("demo", null)),
                        Set.of("a-name-that-is-too-l", "another-name-that-is"),
                        "7"));
    }

    /** Or the monitor would run out of memory, and again at each start. */
    @Test
    void refusesMoreThanAnyMonitorIsMeantFor() throws UnusableAnswerException {
        FoundKeys keys = new FoundKeys(20);
        for (int i = 0; i < Listing.MOST; i++) {
            keys.add("c" + i + "/config");
        }

        assertThatThrownBy(() -> keys.add("one-more/config"))
                .isInstanceOf(UnusableAnswerException.class)
                .hasMessageContaining("more than 10000 clusters");
    }
}
