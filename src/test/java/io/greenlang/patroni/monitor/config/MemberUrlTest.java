package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://{name}:9100/metrics, http://node1:9100/metrics",
        "http://{host}:9100/metrics, http://10.0.0.1:9100/metrics",
        "http://prometheus/federate?m={name}&h={host}, http://prometheus/federate?m=node1&h=10.0.0.1",
        "http://prometheus/metrics, http://prometheus/metrics"
    })
    void takesNameAndHostIn(String template, String url) {
        assertThat(new MemberUrl(template).of("node1", "10.0.0.1")).contains(url);
    }

    @Test
    void takesNamesOfDockerSwarm() {
        assertThat(new MemberUrl("http://{name}.{host}:1/").of("db_1", "tasks.db_node_"))
                .contains("http://db_1.tasks.db_node_:1/");
    }

    @Test
    void bracketsIpv6() {
        assertThat(new MemberUrl("http://{host}:9100/").of("node1", "fd00::1")).contains("http://[fd00::1]:9100/");
    }

    @ParameterizedTest
    @CsvSource({"a/b, host", "a@b, host", "'', host", "a, host/x", "a, 'h@st'", "a,"})
    void isNoAddressWithWhatMayNotStandInOne(String name, String host) {
        assertThat(new MemberUrl("http://{name}.{host}:9100/").of(name, host)).isEmpty();
    }

    @Test
    void needsOnlyWhatItTakesIn() {
        assertThat(new MemberUrl("http://{name}:1/").of("a", null)).contains("http://a:1/");
        assertThat(new MemberUrl("http://{host}:1/").of("a/b", "h")).contains("http://h:1/");
    }
}
