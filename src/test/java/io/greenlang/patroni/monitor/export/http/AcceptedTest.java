package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110, sections 12.5.1 and 12.5.3, as tables. */
class AcceptedTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                                                                  | text
            text/plain                                                           | text
            text/plain;version=0.0.4                                             | text
            application/openmetrics-text                                         | open
            application/openmetrics-text;version=1.0.0                           | open
            application/openmetrics-text; version="1.0.0"; charset=utf-8         | open
            APPLICATION/OpenMetrics-Text                                         | open
            application/openmetrics-text;version=0.0.1                           | text
            application/openmetrics-text;version=0.0.1,text/plain;q=0.5,*/*;q=0.1 | text
            application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | open
            application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | open
            application/openmetrics-text;q=0.2, text/plain;q=0.9                 | text
            application/openmetrics-text;q=0, */*                                | text
            text/plain;q=0, */*                                                  | open
            text/*;q=0, */*;q=0.1                                                | open
            text/plain;q=0                                                       | text
            text/plain;q=0, application/openmetrics-text;q=0                     | text
            application/*, text/plain;q=0.5                                      | open
            text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8      | text
            application/json                                                     | text
            ;;;                                                                  | text
            ,,,                                                                  | text
            application/openmetrics-text;q=much                                  | text
            application/openmetrics-text;q=2                                     | text
            application/openmetrics-text;q                                       | open
            application/openmetrics-text ; q = 0.9                               | open
            =;q=;"                                                               | text
            """)
    void choosesTheFormat(String accept, String format) {
        assertThat(Accepted.of(accept, null).openMetrics()).isEqualTo(format.equals("open"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip                       | true
            GZIP                       | true
            x-gzip                     | true
            deflate, gzip;q=1.0, *;q=0.5 | true
            gzip;q=0.001               | true
            *                          | true
            *;q=0                      | false
            gzip;q=0                   | false
            gzip;q=0.000, *            | false
            *;q=0, gzip                | true
            identity                   | false
            identity;q=0.5, gzip       | true
            identity, gzip;q=0.5       | false
            identity;q=0               | false
            br, deflate                | false
            gzip;q=1.5                 | false
            ;;;                        | false
            '  '                       | false
            """)
    void choosesTheCoding(String acceptEncoding, boolean gzip) {
        assertThat(Accepted.of(null, acceptEncoding).gzip()).isEqualTo(gzip);
    }

    @Test
    void givesPlainTextToThoseWhoDoNotSay() {
        assertThat(Accepted.of(null, null)).isEqualTo(new Accepted(false, false));
    }
}
