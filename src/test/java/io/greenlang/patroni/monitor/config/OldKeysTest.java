package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.greenlang.patroni.monitor.testing.LoggedEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OldKeysTest {
    @RegisterExtension
    final LoggedEvents log = LoggedEvents.of(OldKeys.class);

    @Test
    void takesAnOldNameWithAWarningThatSaysWhereItStands() throws ConfigException {
        MonitorConfig config = Configs.LOADER.load("""
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
        assertThatThrownBy(() -> Configs.LOADER.load("""
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
        Configs.LOADER.load("""
                patroni-monitor.clusters.a {
                  seeds = ["http://a:8008"]
                  postgres.long-transaction-roles = [dump]
                }
                """, "new.conf");

        assertThat(log.list).isEmpty();
    }
}
