package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            http://tasks.db_node:8008 , tasks.db_node , 8008
            http://db_node            , db_node       , 80
            https://_db.svc/path      , _db.svc       , 443
            http://3f2a9c01de44:8008  , 3f2a9c01de44  , 8008
            http://node.1a:8008       , node.1a       , 8008
            http://DB-1.example.:1    , DB-1.example. , 1
            http://10.0.0.1:65535     , 10.0.0.1      , 65535
            http://[fe80::1]:8008     , [fe80::1]     , 8008
            https://[::1]             , [::1]         , 443
            HTTPS://a:                , a             , 443
            """)
    void readsEveryNameThatAHostMayHave(URI address, String host, int port) {
        assertThat(Authority.of(address)).isEqualTo(new Authority(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:/a",
                "http://:80",
                "http://a..b",
                "http://-a",
                "http://a_-:80",
                "http://.a",
                "http://a:b:80",
                "http://a:0",
                "http://a:65536",
                "http://a:999999999999",
                "http://a_b:x",
                "http://me@a_b:80",
                "http://b\u00fccher:80",
                "http://%61:80",
                "http://$a:80"
            })
    void refusesWhatIsNoHostAndPort(URI address) {
        assertThatThrownBy(() -> Authority.of(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isOneForAllWaysToWriteIt() {
        assertThat(Authority.of(URI.create("http://DB_Node/")).normalised())
                .isEqualTo(Authority.of(URI.create("http://db_node:80")).normalised());
    }
}
