package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OldKeysTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(OldKeys.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void takesAnOldNameWithAWarningThatSaysWhereItStands() throws ConfigException {
        MonitorConfig config = ConfigLoader.load("""
                patroni-monitor {
                  cluster-defaults.postgres.patient-roles = [dump]
                  clusters {
                    a { seeds = ["http://a:8008"] }
                    b { seeds = ["http://b:8008"], postgres { patient-roles = [etl] } }
                  }
                }
                """, "old.conf");

        assertThat(config.clusters())
                .extracting(cluster -> cluster.postgres().watched().longTransactionRoles())
                .extracting(Object::toString)
                .containsExactly("[dump]", "[etl]");
        assertThat(log.list).hasSize(2).allSatisfy(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage())
                    .isEqualTo("The key patient-roles is called long-transaction-roles now: rename it");
        });
        assertThat(log.list)
                .extracting(line -> line.getKeyValuePairs().get(1).value.toString())
                .containsExactlyInAnyOrder("old.conf:2", "old.conf:5");
    }

    @Test
    void refusesTheOldNameBesideTheNewOne() {
        assertThatThrownBy(() -> ConfigLoader.load("""
                        patroni-monitor.clusters.a {
                          seeds = ["http://a:8008"]
                          postgres { patient-roles = [etl], long-transaction-roles = [dump] }
                        }
                        """, "both.conf"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("both.conf:3")
                .hasMessageContaining("patient-roles: unknown key");
        assertThat(log.list).isEmpty();
    }

    @Test
    void theNewNameNeedsNoWarning() throws ConfigException {
        ConfigLoader.load("""
                patroni-monitor.clusters.a {
                  seeds = ["http://a:8008"]
                  postgres.long-transaction-roles = [dump]
                }
                """, "new.conf");

        assertThat(log.list).isEmpty();
    }
}
