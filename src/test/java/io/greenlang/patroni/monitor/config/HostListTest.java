package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostListTest {

    @ParameterizedTest
    @CsvSource({
        "pg-a, PG-A",
        "pg-a.example.com, pg-a.example.com.",
        "10.0.1.9, 10.0.1.9",
        "[fd00::1], fd00:0:0:0:0:0:0:1",
        "fd00::1, [fd00::1]",
        "::ffff:10.0.1.9, 10.0.1.9"
    })
    void knowsAHostHoweverItIsWritten(String named, String asked) {
        assertThat(HostList.of(named).contains(asked)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "pg-a, pg-b",
        "pg-a, pg-a.example.com",
        "10.0.1.9, 10.0.1.90",
        "127.0.0.1, localhost",
        "127.0.0.1, 127.1",
        "127.0.0.1, 2130706433",
        "127.0.0.1, 127.0.0.01",
        "10.0.1.9, 10.0.1.9.evil.example",
        "fe80::1, fe80::1%eth0"
    })
    void takesNothingElseForIt(String named, String asked) {
        assertThat(HostList.of(named).contains(asked)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.0/24, 10.0.1.255, true",
        "10.0.1.0/24, 10.0.2.0, false",
        "10.0.1.77/24, 10.0.1.1, true",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, fd00::1, false",
        "fd00:1::/32, fd00:1:ffff::1, true",
        "fd00:1::/32, fd00:2::1, false",
        "10.0.1.0/24, pg-a, false"
    })
    void knowsTheAddressesOfANetwork(String network, String asked, boolean there) throws Refused {
        assertThat(Addresses.TRUSTED.parse(network).contains(asked)).isEqualTo(there);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.1.0/33",
                "fd00::/129",
                "10.0.1.0/",
                "10.0.1/24",
                "pg-a/24",
                "10.0.1.0/-1",
                "a b",
                "http://a",
                "a:1"
            })
    void refusesWhatIsNoHostOrNetwork(String text) {
        assertThat(catchThrowableOfType(Refused.class, () -> Addresses.TRUSTED.parse(text)))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "{name}.patroni.svc, pg-0.patroni.svc, true",
        "{name}.patroni.svc, a.b.patroni.svc, true",
        "{name}.patroni.svc, patroni.svc, false",
        "{name}.patroni.svc, pg-0.patroni.svc.evil.example, false",
        "db-{name}, db-pg0, true",
        "{name}, pg-0, true",
        "{name}, evil.example, false",
        "{name}, 10.0.0.1, false",
        "{name}, 3232235777, false",
        "{name}-rest, evil.example-rest, false",
        "proxy, proxy, true"
    })
    void knowsTheHostsThatMemberAddressesMake(String template, String asked, boolean made) {
        assertThat(HostList.ofTemplate(template).contains(asked)).isEqualTo(made);
    }

    @ParameterizedTest
    @CsvSource({
        "http://{host}:9100/metrics, 10.0.0.1, false",
        "http://node-{host}:9100/metrics, node-x, false",
        "https://{name}.kubelet:10250/metrics, pg-0.kubelet, true",
        "http://prometheus:9090/federate?match={host}, prometheus, true",
        "http://[fd00::1]:9090/{name}, fd00::1, true"
    })
    void knowsTheHostOfAPageUnlessTheMemberPublishesIt(String url, String asked, boolean named) {
        assertThat(new MemberUrl(url).hosts().contains(asked)).isEqualTo(named);
    }

    @Test
    void isEqualToTheSameList() throws Refused {
        HostList one = HostList.of("a").and(Addresses.TRUSTED.parse("10.0.0.0/8"));
        assertThat(one).isEqualTo(HostList.of("A").and(Addresses.TRUSTED.parse("10.0.0.0/8")));
        assertThat(List.of("a", "10.9.9.9")).allMatch(one::contains);
    }
}
