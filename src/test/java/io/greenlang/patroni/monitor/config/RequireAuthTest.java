package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequireAuthTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scram-sha-256 | scram-sha-256",
                "SCRAM-SHA-256, none | scram-sha-256,none",
                "!password,!md5 | gss,sspi,scram-sha-256,none",
                "!none | password,md5,gss,sspi,scram-sha-256"
            })
    void readsTheListsOfLibpq(String text, String methods) throws Refused {
        assertThat(RequireAuth.names(RequireAuth.FORMAT.parse(text).methods())).isEqualTo(methods);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scram | has an unknown method",
                "md5,!none | has methods with ! and without",
                "md5,md5 | names a method twice",
                "md5, | has an unknown method",
                "!password,!md5,!gss,!sspi,!scram-sha-256,!none | allows no method"
            })
    void refusesOthers(String text, String wrong) {
        assertThat(catchThrowableOfType(Refused.class, () -> RequireAuth.FORMAT.parse(text))
                        .wrong())
                .isEqualTo(wrong);
    }

    @Test
    void isTheDefaultOnlyForTheSakeOfAPassword() throws ConfigException {
        assertThat(required("")).isEqualTo(RequireAuth.ANY);
        assertThat(required("password = ${?PATH}")).isEqualTo(RequireAuth.SCRAM);
        assertThat(required("require-auth = scram-sha-256")).isEqualTo(RequireAuth.SCRAM);
    }

    private static RequireAuth required(String postgres) throws ConfigException {
        String file = "patroni-monitor.clusters.a { seeds = [\"http://a:1\"], postgres { " + postgres + " } }";
        return Configs.LOADER
                .load(file, "auth.conf")
                .clusters()
                .get(0)
                .postgres()
                .passwordUse()
                .requireAuth();
    }
}
