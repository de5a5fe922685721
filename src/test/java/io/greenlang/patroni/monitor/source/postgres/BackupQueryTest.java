package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.BackupInfo.Archiving;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupQueryTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "true, pgbackrest --stanza=main archive-push %p, true, main",
                "true, /usr/bin/pgbackrest --config=/etc/b.conf --stanza \"main\" archive-push \"%p\", true, main",
                "true, pgbackrest archive-push %p, true, -",
                "false, pgbackrest --stanza=main archive-push %p, false, -",
                "true, test ! -f /archive/%f && cp %p /archive/%f, false, -",
                "true, '', false, -",
            })
    void tellsWhetherWalGoesToPgBackRest(boolean enabled, String command, boolean toPgBackRest, String stanza) {
        assertThat(BackupQuery.archiving(enabled, command)).isEqualTo(new Archiving(toPgBackRest, stanza));
    }
}
