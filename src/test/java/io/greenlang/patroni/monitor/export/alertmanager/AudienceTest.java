package io.greenlang.patroni.monitor.export.alertmanager;

import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.LINKS;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.NOON;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.RESEND;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.ClockOffset;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudienceTest {
    @ParameterizedTest
    @CsvSource({
        "http://am1:9093, am1:9093",
        "http://am1, am1:80",
        "https://am1/team/s3cret, am1:443",
        "http://[::1]:9093, [::1]:9093"
    })
    void callsAnAlertmanagerByHostAndPortAlone(URI url, String name) {
        assertThat(audience(url).names()).containsExactly(name);
    }

    @Test
    void numbersThoseBehindOneGateway() {
        assertThat(audience(
                                URI.create("http://gateway/am1"),
                                URI.create("http://gateway/am2"),
                                URI.create("http://gateway/am3"))
                        .names())
                .containsExactly("gateway:80", "gateway:80#2", "gateway:80#3");
    }

    @Test
    void isDueAtFirstAndAtTheResendInterval() {
        Audience audience = audience();
        assertThat(audience.isDue(NOON)).isTrue();

        audience.tell(List.of(), NOON, ClockOffset.NONE);

        assertThat(audience.isDue(NOON)).isFalse();
        assertThat(audience.isDue(NOON.plus(RESEND).minusNanos(1))).isFalse();
        assertThat(audience.isDue(NOON.plus(RESEND))).isTrue();
    }

    private static Audience audience(URI... urls) {
        return new Audience(to(urls), LINKS, new RecordedMetrics());
    }
}
