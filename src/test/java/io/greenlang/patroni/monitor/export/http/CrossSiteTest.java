package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.export.http.server.Call;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossSiteTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST |             |                             | monitor:9933       | false
            POST | same-origin | https://monitor.example.com | monitor:9933       | false
            POST | none        |                             | monitor:9933       | false
            POST | cross-site  | https://evil.example.com    | monitor:9933       | true
            POST | same-site   | https://other.example.com   | www.example.com    | true
            POST | nonsense    |                             | monitor:9933       | true
            POST |             | http://monitor:9933         | monitor:9933       | false
            POST |             | http://MONITOR:9933         | monitor:9933       | false
            POST |             | http://monitor              | monitor:80         | false
            POST |             | https://monitor             | monitor:443        | false
            POST |             | https://monitor             | monitor            | false
            POST |             | http://monitor:9934         | monitor:9933       | true
            POST |             | http://evil.example.com     | monitor:9933       | true
            POST |             | null                        | monitor:9933       | true
            POST |             | :::                         | monitor:9933       | true
            POST |             | http://monitor:9933         |                    | true
            PUT  |             | http://evil.example.com     | monitor:9933       | true
            GET  | cross-site  | http://evil.example.com     | monitor:9933       | false
            HEAD | cross-site  | http://evil.example.com     | monitor:9933       | false
            """)
    void refusesWhatAnotherSitesPageSends(String method, String site, String origin, String host, boolean forged) {
        Map<String, String> headers = new TreeMap<>();
        putIfGiven(headers, "Sec-Fetch-Site", site);
        putIfGiven(headers, "Origin", origin);
        putIfGiven(headers, "Host", host);
        Call call = new Call(
                method, "/-/reload", null, name -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of());

        assertThat(CrossSite.isForged(call)).isEqualTo(forged);
    }

    private static void putIfGiven(Map<String, String> headers, String name, String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
