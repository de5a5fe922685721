package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode.Kind;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.ConfigParser;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigParserTest {
    private static final SortedMap<String, String> NOT_COMPARED = Collections.emptySortedMap();

    @Test
    void readsATypicalConfiguration() throws UnusableAnswerException {
        assertThat(ConfigParser.parse(Samples.json("edge/config_typical.json")).withSettings(NOT_COMPARED))
                .isEqualTo(new DynamicConfig(
                        DynamicConfig.DEFAULTS.timing(),
                        1_048_576,
                        new SynchronousMode(Kind.QUORUM, false, 1),
                        true,
                        false));
    }

    @Test
    void readsNumbersAndTruthWrittenAsText() throws UnusableAnswerException {
        DynamicConfig config = ConfigParser.parse(Samples.json("edge/config_minimal_strings.json"));

        assertThat(config.timing().ttl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.synchronousMode().kind()).isEqualTo(Kind.ON);
    }

    @Test
    void whatIsNotSaidIsPatronisDefault() throws UnusableAnswerException {
        assertThat(parse("")).isEqualTo(DynamicConfig.DEFAULTS);
    }

    @Test
    void readsEveryKeyThatIsSaid() throws UnusableAnswerException {
        assertThat(parse("'ttl': '60', 'loop_wait': 20.0, 'retry_timeout': ' 15 ', 'maximum_lag_on_failover': 0,"
                                + "'synchronous_mode': true, 'synchronous_mode_strict': 'yes', 'synchronous_node_count': 2,"
                                + "'failsafe_mode': 'True', 'check_timeline': 'on'")
                        .withSettings(NOT_COMPARED))
                .isEqualTo(new DynamicConfig(
                        new Timing(Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(15)),
                        0,
                        new SynchronousMode(Kind.ON, true, 2),
                        true,
                        false,
                        true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "0", "-5", "'soon'", "''", "[]", "12.5", "99999999999999999999", "'1234567890123456789'"
            })
    void aTtlThatMakesNoSenseIsTheDefault(String ttl) throws UnusableAnswerException {
        assertThat(parse("'ttl': " + ttl).timing().ttl()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "true, ON",
                "'on', ON",
                "'Yes', ON",
                "1, ON",
                "'quorum', QUORUM",
                "'QUORUM', QUORUM",
                "false, OFF",
                "'off', OFF",
                "null, OFF",
                "'maybe', OFF",
                "{}, OFF"
            })
    void readsTheSynchronousModeAsPatroniDoes(String json, Kind kind) throws UnusableAnswerException {
        assertThat(parse("'synchronous_mode': " + json).synchronousMode().kind())
                .isEqualTo(kind);
    }

    @Test
    void aStrictModeNeedsAtLeastOneNode() throws UnusableAnswerException {
        assertThat(parse("'synchronous_mode_strict': true, 'synchronous_node_count': 0")
                        .synchronousMode()
                        .nodeCount())
                .isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'host': 'eu.example'}          | true",
                "{'port': 5432}                  | true",
                "{'restore_command': 'cp %f %p'} | true",
                "{'host': '', 'port': null}      | false",
                "{'create_replica_methods': []}  | false",
                "'yes'                           | false",
                "null                            | false"
            })
    void aStandbyClusterHasASource(String json, boolean standbyCluster) throws UnusableAnswerException {
        assertThat(parse("'standby_cluster': " + json).standbyCluster()).isEqualTo(standbyCluster);
    }

    @Test
    void aStandbyClusterIsNeverSynchronous() throws UnusableAnswerException {
        assertThat(parse("'synchronous_mode': true, 'standby_cluster': {'host': 'a'}")
                        .synchronousMode()
                        .isOn())
                .isFalse();
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThatThrownBy(() -> ConfigParser.parse(Samples.json("edge/history_empty.json")))
                .isInstanceOf(UnusableAnswerException.class)
                .hasMessage("no object of settings");
    }

    private static DynamicConfig parse(String fields) throws UnusableAnswerException {
        return ConfigParser.parse(Samples.json(ByteString.encodeUtf8("{" + fields.replace('\'', '"') + "}")));
    }
}
