package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.model.Tags;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.JsonFields;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tags mean, as Patroni reads them: {@code TagRulesIT} holds the same rules against Patroni's own code. */
class TagRulesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                               | may
            {'nofailover': true}                             | tagged nofailover: true
            {'nofailover': false}                            | may
            {'nofailover': null}                             | may
            {'nofailover': 'yes'}                            | tagged nofailover: "yes"
            {'nofailover': 'false'}                          | tagged nofailover: "false"
            {'nofailover': 'no'}                             | tagged nofailover: "no"
            {'nofailover': ''}                               | may
            {'nofailover': 1}                                | tagged nofailover: 1
            {'nofailover': 0}                                | may
            {'nofailover': 0.0}                              | may
            {'nofailover': -0.5}                             | tagged nofailover: -0.5
            {'nofailover': '0'}                              | tagged nofailover: "0"
            {'nofailover': []}                               | may
            {'nofailover': [false]}                          | tagged nofailover: [false]
            {'nofailover': {}}                               | may
            {'nofailover': {'a': 1}}                         | tagged nofailover: {"a":1}
            {'nofailover': NaN}                              | tagged nofailover: "NaN"
            {'failover_priority': 0}                         | tagged failover_priority: 0
            {'failover_priority': 1}                         | may
            {'failover_priority': -1}                        | tagged failover_priority: -1
            {'failover_priority': '0'}                       | tagged failover_priority: 0
            {'failover_priority': ' 0 '}                     | tagged failover_priority:  0
            {'failover_priority': '-3'}                      | tagged failover_priority: -3
            {'failover_priority': '+2'}                      | may
            {'failover_priority': 0.5}                       | tagged failover_priority: 0.5
            {'failover_priority': 0.51}                      | may
            {'failover_priority': 1e-7}                      | tagged failover_priority: 1.0E-7
            {'failover_priority': '0x0'}                     | tagged failover_priority: 0x0
            {'failover_priority': '0x1F'}                    | may
            {'failover_priority': '-070'}                    | tagged failover_priority: -070
            {'failover_priority': '08'}                      | may
            {'failover_priority': '0 MB'}                    | may
            {'failover_priority': 'none'}                    | may
            {'failover_priority': ''}                        | may
            {'failover_priority': true}                      | may
            {'failover_priority': false}                     | may
            {'failover_priority': null}                      | may
            {'failover_priority': [0]}                       | may
            {'nofailover': false, 'failover_priority': 0}    | may
            {'nofailover': '', 'failover_priority': 0}       | may
            {'nofailover': null, 'failover_priority': 0}     | tagged failover_priority: 0
            {'nofailover': true, 'failover_priority': 5}     | tagged nofailover: true
            {'nosync': true}                                 | may
            """)
    void forbidAFailoverAsInPatroni(String json, String verdict) throws UnusableAnswerException {
        assertThat(tags(json).failoverObstacle(version("4.1.5")).orElse("may").strip())
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"3.0.2, false", "3.1.2, false", "3.2.0, true", "4.1.5, true", "dev, true"})
    void aPriorityCountsSinceItExists(String version, boolean forbids) throws UnusableAnswerException {
        assertThat(tags("{'failover_priority': 0}")
                        .failoverObstacle(version(version))
                        .isPresent())
                .isEqualTo(forbids);
        assertThat(tags("{'nofailover': null, 'failover_priority': 0}")
                        .failoverObstacle(version(version))
                        .isPresent())
                .isEqualTo(forbids);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            4.1.0 | {'nosync': true}                        | true
            4.1.0 | {'nosync': 'false'}                     | true
            4.1.0 | {'sync_priority': 0}                    | true
            4.1.0 | {'nosync': false, 'sync_priority': 0}   | false
            4.0.9 | {'sync_priority': 0}                    | false
            3.0.2 | {'nosync': 1}                           | true
            3.0.2 | {'nosync': {}}                          | false
            """)
    void forbidASynchronousStandbyAsInPatroni(String version, String json, boolean forbids)
            throws UnusableAnswerException {
        assertThat(tags(json).synchronousObstacle(version(version)).isPresent()).isEqualTo(forbids);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            3.3.0 | true      | true
            3.3.0 | 'on'      | true
            3.3.0 | 'YES'     | true
            3.3.0 | 1         | true
            3.3.0 | '1'       | true
            3.3.0 | 1.0       | false
            3.3.0 | 2         | false
            3.3.0 | 'maybe'   | false
            3.3.0 | [true]    | false
            3.3.0 | null      | false
            3.3.0 | 'off'     | false
            3.2.2 | true      | false
            dev   | true      | true
            """)
    void forbidStreamingAsInPatroni(String version, String value, boolean forbids) throws UnusableAnswerException {
        assertThat(tags("{'nostream': " + value + "}").forbidsStreaming(version(version)))
                .isEqualTo(forbids);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'replicatefrom': "n2"} | n2
            {'replicatefrom': ""}   |
            {'replicatefrom': 5}    |
            {'replicatefrom': null} |
            {}                      |
            """)
    void nameAMemberToFollow(String json, String member) throws UnusableAnswerException {
        assertThat(tags(json).replicateFrom().orElse(null)).isEqualTo(member);
    }

    @Test
    void anyTextThatIsNoObjectOfTagsIsNoTags() throws UnusableAnswerException {
        assertThat(tags("'nofailover'")).isEqualTo(Tags.NONE);
    }

    private static Tags tags(String json) throws UnusableAnswerException {
        String body = "{'tags': " + json + "}";
        return new JsonFields(Samples.json(ByteString.encodeUtf8(body.replace('\'', '"')))).tags();
    }

    private static PatroniVersion version(String text) {
        return PatroniVersion.parse(text);
    }
}
